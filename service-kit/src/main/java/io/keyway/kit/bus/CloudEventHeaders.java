package io.keyway.kit.bus;

/** Header names of CloudEvents in Kafka's binary mode. */
final class CloudEventHeaders {

    /** The media type of the payload, as binary mode names it. */
    static final String CONTENT_TYPE = "content-type";

    static final String SPEC_VERSION = "ce_specversion";
    static final String ID = "ce_id";
    static final String TYPE = "ce_type";
    static final String SOURCE = "ce_source";
    static final String SUBJECT = "ce_subject";
    static final String TIME = "ce_time";

    /** CloudEvents' extension for the order of events. */
    static final String SEQUENCE = "ce_sequence";

    private CloudEventHeaders() {}
}

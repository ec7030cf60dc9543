package io.keyway.license.terms;

/**
 * What the terms of a license say about its machines.
 *
 * @param overage what an activation does beyond their number
 * @param strict a key is valid only while a machine is activated
 * @param matching when the components of a device are those of a known machine
 */
public record MachineTerms(Overage overage, boolean strict, Matching matching) {

    public static final MachineTerms USUAL =
            new MachineTerms(Overage.REFUSE, false, Matching.MATCH_ALL);
}

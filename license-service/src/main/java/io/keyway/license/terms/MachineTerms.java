package io.keyway.license.terms;

/**
 * The terms of a license about its machines.
 *
 * @param overage whether machines beyond the limit are allowed
 * @param strict whether a key is valid only while a machine is activated
 * @param matching which components of a device must match a known machine
 */
public record MachineTerms(Overage overage, boolean strict, Matching matching) {

    public static final MachineTerms DEFAULT =
            new MachineTerms(Overage.REFUSE, false, Matching.MATCH_ALL);
}

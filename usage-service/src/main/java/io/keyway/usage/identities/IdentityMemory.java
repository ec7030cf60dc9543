package io.keyway.usage.identities;

import java.util.Collection;
import java.util.Comparator;

/**
 * Bounds what the identities of the running day take in the memory of a process, whatever it owns.
 *
 * @param max identities in memory
 */
public record IdentityMemory(int max) {

    /**
     * When half of what fits is growing, completes the largest until a quarter is, so that they can
     * be sealed before the day ends.
     *
     * @return whether there is room; if not, nothing may be added until some are sealed
     */
    public boolean hasRoom(Collection<KnownIdentities> all) {
        long growing = all.stream().mapToLong(KnownIdentities::growing).sum();
        if (growing > max / 2) {
            complete(growing - max / 4, all);
        }
        return all.stream().mapToLong(KnownIdentities::inMemory).sum() <= max;
    }

    private static void complete(long tooMany, Collection<KnownIdentities> all) {
        long completed = 0;
        for (KnownIdentities largest :
                all.stream()
                        .sorted(Comparator.comparingInt(KnownIdentities::growing).reversed())
                        .toList()) {
            if (completed >= tooMany) {
                return;
            }
            completed += largest.growing();
            largest.completeEarly();
        }
    }
}

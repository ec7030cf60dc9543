/** What the stores of journals, buckets and identities have in common. */
@NullMarked
package io.keyway.usage.documents;

import org.jspecify.annotations.NullMarked;

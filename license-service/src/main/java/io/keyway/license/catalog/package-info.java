/**
 * What a vendor sells: products and services, and per product the policies on which licenses are
 * issued. A vendor owns its catalog; its partners see of it what they may sell.
 */
@NullMarked
package io.keyway.license.catalog;

import org.jspecify.annotations.NullMarked;

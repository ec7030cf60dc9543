/**
 * The catalog of a vendor: products and services, and the policies on which their licenses are
 * issued. Partners see the part that they may sell.
 */
@NullMarked
package io.keyway.license.catalog;

import org.jspecify.annotations.NullMarked;

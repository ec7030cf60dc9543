/** Products, policies, issuance, licenses, machines, validation and license files. */
@NullMarked
package io.keyway.license;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.keyway.partner.customers;

import org.jspecify.annotations.NullMarked;

/**
 * Those who ask to become a partner. Anybody may ask; whoever manages partners at the one that was
 * asked, or above, decides, once.
 */
@NullMarked
package io.keyway.partner.applications;

import org.jspecify.annotations.NullMarked;

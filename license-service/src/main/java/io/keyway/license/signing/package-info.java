/**
 * What makes a license verifiable offline: Ed25519 keys with their history, signed license keys,
 * and license and machine files.
 *
 * <p>The wire formats are not Keyway's own. They are the ones that the widely used open license
 * clients already verify, so each detail here (padded base64url, standard base64 inside the file,
 * lines of 60 characters, the {@code license/} prefix under the signature) is a promise to code
 * that Keyway does not control. The tests hold them against a file that another server wrote.
 */
@NullMarked
package io.keyway.license.signing;

import org.jspecify.annotations.NullMarked;

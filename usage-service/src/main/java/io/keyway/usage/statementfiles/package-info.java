/** Statements as files: PDF to read, and CSV in the format of FOCUS for cost tools. */
@NullMarked
package io.keyway.usage.statementfiles;

import org.jspecify.annotations.NullMarked;

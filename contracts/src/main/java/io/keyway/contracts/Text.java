package io.keyway.contracts;

/**
 * Which texts are accepted from clients, so that they can be stored, shown and returned unchanged.
 */
public final class Text {

    private Text() {}

    /**
     * Whether the text has only characters that can be stored and shown: no unpaired surrogates and
     * no non-characters, which UTF-8 cannot carry, and no control characters except tab and line
     * ends, because NUL and the like end or hide a text for some readers.
     */
    public static boolean isReadable(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char first = text.charAt(i);
            if (first >= ' ' && first < 0x7f) {
                continue;
            }
            if (Character.isHighSurrogate(first)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                if (isNonCharacter(Character.toCodePoint(first, text.charAt(++i)))) {
                    return false;
                }
            } else if (Character.isSurrogate(first)
                    || isNonCharacter(first)
                    || (Character.isISOControl(first) && "\t\r\n".indexOf(first) < 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text has characters, but none that is visible. */
    public static boolean isInvisible(CharSequence text) {
        return !text.isEmpty() && text.codePoints().noneMatch(Text::isVisible);
    }

    private static boolean isNonCharacter(int character) {
        return (character & 0xfffe) == 0xfffe || (character >= 0xfdd0 && character <= 0xfdef);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    false;
            default -> !isBlankLetter(character);
        };
    }

    /** Letters, marks and symbols (by Unicode category) that are rendered as nothing. */
    private static boolean isBlankLetter(int character) {
        return switch (character) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default ->
                    (character >= 0xfe00 && character <= 0xfe0f)
                            || (character >= 0xe0100 && character <= 0xe01ef);
        };
    }
}

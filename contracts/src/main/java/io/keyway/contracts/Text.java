package io.keyway.contracts;

/** What a text from outside may hold, so that it can be kept, shown and given back as it came. */
public final class Text {

    private Text() {}

    /**
     * Whether it is of characters: no half of a pair, none of those that Unicode never assigns, and
     * no control character but tab and line ends. The first ones cannot be written as UTF-8; NUL
     * and its like end or hide a text where it is read.
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

    /** Whether it has characters, and none that anybody sees. */
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

    /** Letters, marks and symbols by their category that leave nothing on the screen. */
    private static boolean isBlankLetter(int character) {
        return switch (character) {
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default ->
                    (character >= 0xfe00 && character <= 0xfe0f)
                            || (character >= 0xe0100 && character <= 0xe01ef);
        };
    }
}

package io.keyway.contracts;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds from the start of a day, in UTC, until the next entry of its list. The first
 * entry of a list has no date, because it holds since ever; the dates of the others rise strictly.
 *
 * @param <T> the entry itself
 */
public interface Dated<T extends Dated<T>> {

    /** Entries of a list at most: they are part of events and stored documents. */
    int ENTRIES_MAX = 60;

    /**
     * Months that a list reaches back. Statements adjust fewer months than that; what ended before
     * is forgotten.
     */
    int MONTHS_KEPT = 25;

    /** Years ahead that a change may be planned. */
    int YEARS_AHEAD_MAX = 2;

    /** The first day on which it holds; null for since ever. */
    @Nullable LocalDate from();

    /** The same without a date. */
    T sinceEver();

    /** An entry and the days on which it holds. */
    record Span<T>(Days days, T entry) {}

    /** The first day for which something may be changed: of a month that may not be closed yet. */
    static LocalDate earliest(LocalDate today) {
        return YearMonth.from(today).minusMonths(1).atDay(1);
    }

    static LocalDate latest(LocalDate today) {
        return today.plusYears(YEARS_AHEAD_MAX);
    }

    /** What holds on the day. */
    static <T extends Dated<T>> T on(List<T> entries, LocalDate day) {
        return onwards(entries, day).getFirst();
    }

    /** What holds on the day, and what comes after. */
    static <T extends Dated<T>> List<T> onwards(List<T> entries, LocalDate day) {
        int at = 0;
        for (int i = 1; i < entries.size(); i++) {
            if (!date(entries.get(i)).isAfter(day)) {
                at = i;
            }
        }
        return entries.subList(at, entries.size());
    }

    /** The spans that the days consist of, in their order. */
    static <T extends Dated<T>> List<Span<T>> spans(List<T> entries, Days days) {
        List<Span<T>> spans = new ArrayList<>();
        List<T> onwards = onwards(entries, days.from());
        LocalDate from = days.from();
        for (int i = 0; i < onwards.size() && from.isBefore(days.to()); i++) {
            LocalDate next = i + 1 == onwards.size() ? days.to() : date(onwards.get(i + 1));
            LocalDate to = next.isBefore(days.to()) ? next : days.to();
            spans.add(new Span<>(new Days(from, to), onwards.get(i)));
            from = to;
        }
        return spans;
    }

    /** The list with the entry; it replaces one of the same date. */
    static <T extends Dated<T>> List<T> with(List<T> entries, T entry) {
        LocalDate from = date(entry);
        List<T> all = new ArrayList<>();
        entries.stream().filter(one -> isBefore(one, from)).forEach(all::add);
        all.add(entry);
        entries.stream()
                .filter(one -> one.from() != null && date(one).isAfter(from))
                .forEach(all::add);
        return distinct(all);
    }

    /** The entries that begin before the day. */
    static <T extends Dated<T>> List<T> before(List<T> entries, LocalDate day) {
        return entries.stream().filter(one -> isBefore(one, day)).toList();
    }

    /** Without entries that change nothing. */
    static <T extends Dated<T>> List<T> distinct(List<T> entries) {
        List<T> distinct = new ArrayList<>();
        for (T entry : entries) {
            if (distinct.isEmpty() || !distinct.getLast().sinceEver().equals(entry.sinceEver())) {
                distinct.add(entry);
            }
        }
        return List.copyOf(distinct);
    }

    /** Without what ended longer ago than statements reach back. */
    static <T extends Dated<T>> List<T> kept(List<T> entries, LocalDate today) {
        List<T> kept =
                new ArrayList<>(
                        onwards(entries, YearMonth.from(today).minusMonths(MONTHS_KEPT).atDay(1)));
        kept.set(0, kept.getFirst().sinceEver());
        return List.copyOf(kept);
    }

    private static boolean isBefore(Dated<?> entry, LocalDate day) {
        LocalDate from = entry.from();
        return from == null || from.isBefore(day);
    }

    private static LocalDate date(Dated<?> entry) {
        return Objects.requireNonNull(entry.from(), "only the first entry has no date");
    }
}

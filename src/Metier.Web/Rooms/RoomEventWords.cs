using System.Globalization;
using Metier.Diary;
using Metier.Ledger;
using Metier.Rooms;

namespace Metier.Web.Rooms;

/// <summary>What happened, in the words of whoever reads.</summary>
internal static class RoomEventWords
{
    /// <summary>The sentence: "Milestone 2 submitted."</summary>
    public static string Head(RoomEvent happened) =>
        happened.Kind.StartsWith("milestone_", StringComparison.Ordinal)
            ? RoomEventText.Milestone(
                happened.Number ?? 0,
                RoomEventText.Find(Key(happened.Kind["milestone_".Length..])) ?? ""
            )
        : Segment(happened) is { } at
            ? RoomEventText.SegmentAsked(
                at.ToString("d MMMM yyyy", Languages.Culture(Languages.Current)),
                at.ToString("HH:mm", CultureInfo.InvariantCulture)
            )
        : IsWeek(happened) ? RoomEventText.Week(Monday(happened), RoomEventText.Find(Key(happened.Kind)) ?? "")
        : RoomEventText.Find(Key(happened.Kind)) ?? "";

    /// <summary>Weeks carry their Monday as a fact, and how many minutes they are about.</summary>
    private static bool IsWeek(RoomEvent happened) =>
        happened.Kind.StartsWith("week_", StringComparison.Ordinal)
        || happened.Kind.StartsWith("hours_", StringComparison.Ordinal);

    /// <summary>The ten minutes of the diary that were asked about, UTC; null for everything else.</summary>
    public static DateTime? Segment(RoomEvent happened) =>
        happened.Kind == "segment_asked" && DiaryRules.Start(happened.Title) is { } start ? DiaryTime.At(start) : null;

    private static string Monday(RoomEvent happened) =>
        DateOnly.TryParseExact(
            happened.Title,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day.ToString("d MMMM", Languages.Culture(Languages.Current))
            : "";

    /// <summary>What it is called and how much it is about.</summary>
    public static string Detail(RoomEvent happened) =>
        string.Join(
            " · ",
            new[]
            {
                IsWeek(happened)
                    ? happened.Number is { } minutes
                        ? Formats.Hours(minutes)
                        : null
                    : Segment(happened) is null
                        ? happened.Title
                        : null,
                happened is { AmountMinor: { } minor, Currency: { } currency }
                    ? Amount(Currency.Of(currency).Minor(minor), happened.PerHour)
                    : null,
            }.Where(s => !string.IsNullOrEmpty(s))
        );

    private static string Amount(Money amount, bool perHour) =>
        perHour ? RoomEventText.AnHour(Formats.Money(amount)) : Formats.Money(amount);

    /// <summary>The words of the list's second line.</summary>
    public static string Line(MessageView? last, int most = 90)
    {
        if (last is null)
        {
            return "";
        }
        if (last.Event is { } happened)
        {
            return TypedText.Cut($"{Head(happened)} {Detail(happened)}".TrimEnd(), most);
        }
        var text = TypedText.Line(SafeMarkdown.ToText(last.Text));
        if (text.Length == 0 && last.Files.Count > 0)
        {
            text = last.Files[0].Name;
        }
        var author = last.Mine ? RoomsText.You : last.AuthorName.Split(' ')[0];
        return RoomsText.AuthorAndLine(author, TypedText.Cut(text, most));
    }

    /// <summary><c>changes_requested</c> is <c>changesRequested</c> in the catalogue.</summary>
    private static string Key(string kind)
    {
        var words = kind.Split('_');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}

using Metier.Ledger;

namespace Metier.Platform;

/// <summary>What came of reading an amount that a person typed.</summary>
public enum MoneyReading
{
    /// <summary>Nothing was typed.</summary>
    Empty,

    /// <summary>One amount, no doubt.</summary>
    Read,

    /// <summary>It can be read in two ways ("1,200" could be 1.2 thousand or 1.200): ask.</summary>
    Ambiguous,

    /// <summary>Not an amount of this currency.</summary>
    Wrong,
}

/// <summary>
/// Reads amounts as people type them: <c>1200.5</c>, <c>1 200,50</c>, <c>1,200.50</c>, <c>€1.200,50</c>, whatever the
/// language of the page; never guesses.
/// </summary>
public static class MoneyParser
{
    private const int LongestInput = 40;

    /// <summary>Reads <paramref name="typed"/>; <paramref name="money"/> is meaningful only for <see cref="MoneyReading.Read"/>.</summary>
    public static MoneyReading Read(string? typed, Currency currency, out Money money)
    {
        money = Money.Zero(currency);
        if (string.IsNullOrWhiteSpace(typed))
        {
            return MoneyReading.Empty;
        }
        if (typed.Length > LongestInput)
        {
            return MoneyReading.Wrong;
        }
        var text = Strip(typed, currency);
        var negative = text.StartsWith('-');
        if (negative)
        {
            text = text[1..];
        }
        var reading = Neutral(text, currency, out var neutral);
        return reading != MoneyReading.Read ? reading
            : Money.TryParse((negative ? "-" : "") + neutral, currency, out money) ? MoneyReading.Read
            : MoneyReading.Wrong;
    }

    /// <summary>The message for a reading that is not an amount, in the reader's language; null when it was read.</summary>
    public static string? Problem(MoneyReading reading, Currency currency) =>
        reading switch
        {
            MoneyReading.Read => null,
            MoneyReading.Empty => PlatformText.EnterAmount,
            MoneyReading.Ambiguous => PlatformText.AmountAmbiguous,
            _ => PlatformText.EnterAmountLike(Formats.Money(currency.Major(1200))),
        };

    private static string Strip(string typed, Currency currency)
    {
        var text = typed
            .Replace(Formats.Symbol(currency.Code), "", StringComparison.Ordinal)
            .Replace(currency.Code, "", StringComparison.OrdinalIgnoreCase)
            .Replace('\u2212', '-')
            .Replace('\u2019', '\'');
        return string.Concat(
            text.Where(c => !char.IsWhiteSpace(c) && c is not ('\u00A0' or '\u202F' or '\'' or '€' or '$' or '£'))
        );
    }

    private static MoneyReading Neutral(string text, Currency currency, out string neutral)
    {
        neutral = text;
        var marks = text.Where(c => c is '.' or ',').ToArray();
        if (marks.Length == 0)
        {
            return MoneyReading.Read;
        }
        var last = text.LastIndexOfAny(['.', ',']);
        var decimals = text.Length - last - 1;
        if (marks.Distinct().Count() == 2)
        {
            // Two different marks: the last is the decimal one and may stand once only.
            return marks.Count(m => m == text[last]) > 1
                ? MoneyReading.Wrong
                : Grouped(text[..last], marks[0], out neutral, text[(last + 1)..]);
        }
        if (marks.Length > 1)
        {
            return Grouped(text, marks[0], out neutral, "");
        }
        if (decimals == 3)
        {
            // One mark and three digits: thousands or thousandths. Only a currency without three decimals decides it.
            var plausible = last is >= 1 and <= 3 && text[0] != '0';
            neutral = text.Replace(marks[0], '.');
            return !plausible ? MoneyReading.Read
                : DecimalMark == marks[0] || currency.Decimals == 3 ? MoneyReading.Ambiguous
                : Grouped(text, marks[0], out neutral, "");
        }
        neutral = text.Replace(',', '.');
        return MoneyReading.Read;
    }

    private static char DecimalMark => Formats.French ? ',' : '.';

    /// <summary>Drops the marks of thousands when they stand where thousands do.</summary>
    private static MoneyReading Grouped(string whole, char mark, out string neutral, string fraction)
    {
        var groups = whole.Split(mark);
        neutral = string.Concat(groups) + (fraction.Length == 0 ? "" : "." + fraction);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3)
            ? MoneyReading.Read
            : MoneyReading.Wrong;
    }
}

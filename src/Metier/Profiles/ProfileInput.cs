using System.Globalization;
using System.Text;
using Metier.Platform;

namespace Metier.Profiles;

/// <summary>
/// Reads what people typed into profile forms and collects what is wrong, beside its field. Control characters and
/// characters that reverse the direction of text are dropped: they serve only to deceive.
/// </summary>
internal sealed class ProfileInput
{
    public List<Refusal> Refusals { get; } = [];

    public bool Ok => Refusals.Count == 0;

    public void Refuse(string field, string code, string message) => Refusals.Add(new Refusal(code, message, field));

    /// <summary>One line that must be there.</summary>
    public string Line(string? typed, string field, int most, string whenEmpty)
    {
        var text = Optional(typed, field, most);
        if (text.Length == 0)
        {
            Refuse(field, "empty", whenEmpty);
        }
        return text;
    }

    /// <summary>One line, or nothing.</summary>
    public string Optional(string? typed, string field, int most) =>
        Limited(
            string.Join(' ', Clean(typed, lines: false).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            field,
            most
        );

    /// <summary>Several lines, or nothing.</summary>
    public string Lines(string? typed, string field, int most) =>
        Limited(Clean(typed, lines: true).Trim(), field, most);

    /// <summary>An address that begins with https:// or http://, or nothing. Without a scheme https is meant.</summary>
    public string Address(string? typed, string field)
    {
        var text = Optional(typed, field, 300);
        if (text.Length == 0)
        {
            return text;
        }
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "https://" + text;
        }
        if (
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "https" or "http"
            && uri.Host.Contains('.', StringComparison.Ordinal)
            && uri.UserInfo.Length == 0
        )
        {
            return uri.AbsoluteUri;
        }
        Refuse(field, "address", ProfileRefusalText.Address);
        return text;
    }

    /// <summary>A year from 1950 to <paramref name="last"/>, or null.</summary>
    public int? Year(string? typed, string field, int last)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            return null;
        }
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year >= 1950
            && year <= last
        )
        {
            return year;
        }
        Refuse(field, "year", ProfileRefusalText.Year(last));
        return null;
    }

    /// <summary>A month as the browser's control sends it (2026-11) or as people write it (11/2026, 11.2026); its first day.</summary>
    public DateOnly? Month(string? typed, string field, DateOnly last, string? whenEmpty = null)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            if (whenEmpty is not null)
            {
                Refuse(field, "empty", whenEmpty);
            }
            return null;
        }
        if (
            DateOnly.TryParseExact(
                text,
                ["yyyy-MM", "MM/yyyy", "M/yyyy", "MM.yyyy", "M.yyyy", "MM-yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var month
            )
            && month.Year >= 1950
            && month <= last
        )
        {
            return month;
        }
        Refuse(field, "month", ProfileRefusalText.Month);
        return null;
    }

    /// <summary>A day as yyyy-MM-dd, or null.</summary>
    public DateOnly? Day(string? typed, string field)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            return null;
        }
        if (
            DateOnly.TryParseExact(
                text,
                ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
        )
        {
            return day;
        }
        Refuse(field, "day", ProfileRefusalText.Day);
        return null;
    }

    private string Limited(string text, string field, int most)
    {
        if (text.Length > most)
        {
            Refuse(field, "too_long", ProfileRefusalText.TooLong(most, text.Length));
        }
        return text;
    }

    private static string Clean(string? typed, bool lines)
    {
        var result = new StringBuilder();
        foreach (var c in (typed ?? "").ReplaceLineEndings("\n").Normalize(NormalizationForm.FormC))
        {
            if (c == '\n' && lines)
            {
                result.Append(c);
            }
            else if (c is '\n' or '\t')
            {
                result.Append(' ');
            }
            else if (!char.IsControl(c) && c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'))
            {
                result.Append(c);
            }
        }
        return result.ToString();
    }
}

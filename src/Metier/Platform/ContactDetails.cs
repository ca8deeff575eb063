using System.Text.RegularExpressions;

namespace Metier.Platform;

/// <summary>Ways of reaching somebody outside the marketplace.</summary>
[Flags]
public enum ContactKinds
{
    /// <summary>None was found.</summary>
    None = 0,

    /// <summary>An e-mail address, also spelled out ("name at host dot com").</summary>
    Email = 1,

    /// <summary>A telephone number.</summary>
    Phone = 2,

    /// <summary>A messenger, with a name or a link.</summary>
    Messenger = 4,
}

/// <summary>
/// Finds contact details in posts, proposals and messages before a contract. What is found is flagged and the writer is
/// told what they would lose; nothing is refused or hidden for it.
/// </summary>
public static partial class ContactDetails
{
    /// <summary>What the text seems to contain.</summary>
    public static ContactKinds In(params ReadOnlySpan<string?> texts)
    {
        var found = ContactKinds.None;
        foreach (var text in texts)
        {
            if (string.IsNullOrEmpty(text))
            {
                continue;
            }
            found |= Address().IsMatch(text) || SpelledAddress().IsMatch(text) ? ContactKinds.Email : ContactKinds.None;
            found |= HasPhone(text) ? ContactKinds.Phone : ContactKinds.None;
            found |= Messenger().IsMatch(text) ? ContactKinds.Messenger : ContactKinds.None;
        }
        return found;
    }

    /// <summary>A number of 9 to 15 digits written as numbers are dialled: with a plus, a leading zero, or separators in the usual places.</summary>
    private static bool HasPhone(string text)
    {
        foreach (Match match in Digits().Matches(text))
        {
            var digits = match.Value.Count(char.IsAsciiDigit);
            if (
                digits is >= 9 and <= 15
                && (match.Value[0] is '+' or '0' or '(' || match.Value.Any(c => c is ' ' or '-' or '.'))
            )
            {
                return !Amounts().IsMatch(match.Value);
            }
        }
        return false;
    }

    [GeneratedRegex(
        @"[A-Z0-9._%+-]+\s?@\s?[A-Z0-9-]+(?:\.[A-Z0-9-]+)+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        500
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b[A-Z0-9._-]+\s*[\[\(]?\s*\b(?:at|arobase|chez)\b\s*[\]\)]?\s*[A-Z0-9-]+\s*[\[\(]?\s*\b(?:dot|point)\b\s*[\]\)]?\s*(?:com|org|net|fr|io|eu|co)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        500
    )]
    private static partial Regex SpelledAddress();

    [GeneratedRegex(@"(?<![\d\w])[+(]?\d[\d ().-]{7,22}\d(?![\d\w])", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Digits();

    /// <summary>Thousands, dates and versions are not numbers to dial.</summary>
    [GeneratedRegex(
        @"^(?:\d{1,3}(?:[ .]\d{3})+|(?:19|20)\d\d(?:[ -]+(?:19|20)\d\d)+|\d{4}-\d\d-\d\d.*|\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d.*)$",
        RegexOptions.CultureInvariant,
        500
    )]
    private static partial Regex Amounts();

    /// <summary>A product's name alone is work to be done ("a Telegram bot"); being asked to go there is a contact.</summary>
    [GeneratedRegex(
        @"\b(?:t\.me/|wa\.me/|discord\.gg/|(?:on|via|by|through|sur|par|my|mon)\s+(?:whats\s?app|telegram|skype|viber|wechat)\b|(?:whats\s?app|telegram|skype|viber|wechat|signal|discord)\s*(?::|@))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        500
    )]
    private static partial Regex Messenger();
}

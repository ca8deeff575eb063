using Metier.Ledger;
using Metier.Payments;
using Metier.Web.Shell;

namespace Metier.Web.Admin;

/// <summary>Words for the codes of the books.</summary>
internal static class AdminLedgerWords
{
    /// <summary>A kind of account.</summary>
    public static string Kind(AccountKind kind) => AdminLedgerText.Find("kind" + kind) ?? kind.ToString();

    /// <summary>A kind of posting.</summary>
    public static string Posting(PostingKind kind) => PaymentWords.Movement(kind, forClient: false);

    /// <summary>Kinds of account to choose from.</summary>
    public static IEnumerable<Choice> Kinds =>
        Enum.GetValues<AccountKind>().Select(k => new Choice(k.ToString(), Kind(k)));

    /// <summary>Kinds of posting to choose from.</summary>
    public static IEnumerable<Choice> Postings =>
        Enum.GetValues<PostingKind>().Select(k => new Choice(k.ToString(), Posting(k)));
}

namespace Metier.Payments;

/// <summary>Compares names as people write them.</summary>
public static class HolderNames
{
    /// <summary>Whether two names are one person's: accents, capitals, order and middle names aside.</summary>
    public static bool Same(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return PayoutAccounts.SameName(one, other);
    }
}

using System.Security.Cryptography;

namespace Metier.Members;

/// <summary>Stamps that nobody can guess; ids tell the time they were made, stamps must not.</summary>
internal static class Stamps
{
    /// <summary>128 random bits.</summary>
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
}

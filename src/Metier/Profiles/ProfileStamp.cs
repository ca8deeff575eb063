using System.Security.Cryptography;
using System.Text.Json;

namespace Metier.Profiles;

/// <summary>
/// The state of one section of a profile as a short text. A form carries the stamp of what it was filled with; when the
/// section changed meanwhile in another window, the stamps differ and nothing is overwritten unseen. (A version of the
/// whole profile would refuse a new rate because a skill was added elsewhere.)
/// </summary>
internal static class ProfileStamp
{
    public static string Of(params object?[] values) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(values)).AsSpan(0, 8));
}

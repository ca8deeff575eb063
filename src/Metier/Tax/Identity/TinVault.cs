using System.Text.Json;
using Metier.Platform;
using Microsoft.AspNetCore.DataProtection;

namespace Metier.Tax;

/// <summary>
/// Encrypts tax numbers and answers, bound to their purpose and to the person: what was encrypted for one cannot be read as
/// another's.
/// </summary>
public sealed class TinVault(IDataProtectionProvider keys, InstanceSecret secret)
{
    internal string Protect(Guid memberId, string text) => Of("tin", memberId).Protect(text);

    internal string Unprotect(Guid memberId, string text) => Of("tin", memberId).Unprotect(text);

    internal string ProtectAnswers(Guid memberId, Dictionary<string, string> answers) =>
        Of("answers", memberId).Protect(JsonSerializer.Serialize(answers, EventRegistry.Json));

    internal Dictionary<string, string> Answers(Guid memberId, string? text) =>
        text is null
            ? []
            : JsonSerializer.Deserialize<Dictionary<string, string>>(
                Of("answers", memberId).Unprotect(text),
                EventRegistry.Json
            )!;

    /// <summary>The same numbers give the same mark; worthless without the instance's secret.</summary>
    internal string Seal(string numbers) => Convert.ToHexString(secret.Sign("tax-form-tin", numbers));

    private IDataProtector Of(string what, Guid memberId) =>
        keys.CreateProtector("Metier.Tax", what, memberId.ToString("N"));
}

using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Invoicing;

/// <summary>
/// Whether numbers are looked up in the European register (VIES); configuration section <c>Invoicing:VatCheck</c>. Off unless
/// the operator turns it on: nothing is asked of anybody.
/// </summary>
public sealed class VatCheckOptions
{
    /// <summary>Ask the register.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where it answers.</summary>
    public string Address { get; set; } = "https://ec.europa.eu/taxation_customs/vies/rest-api/";

    /// <summary>How long an answer is waited for.</summary>
    public int TimeoutSeconds { get; set; } = 15;
}

/// <summary>A register of VAT numbers.</summary>
public interface IVatRegister
{
    /// <summary>What it says of a number with its letters. No answer, or one not understood, is <see cref="VatCheck.Unknown"/>.</summary>
    Task<VatCheck> AskAsync(string vatNumber, CancellationToken ct);
}

/// <summary>The register of the European Commission, when it is turned on.</summary>
internal sealed class Vies(VatCheckOptions options) : IVatRegister, IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };

    public async Task<VatCheck> AskAsync(string vatNumber, CancellationToken ct)
    {
        if (!options.Enabled || vatNumber.Length < 4)
        {
            return VatCheck.Unknown;
        }
        var address = new Uri(
            new Uri(options.Address),
            $"ms/{Uri.EscapeDataString(vatNumber[..2])}/vat/{Uri.EscapeDataString(vatNumber[2..])}"
        );
        try
        {
            return Read(await http.GetFromJsonAsync<Answer>(address, ct));
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException
                || (e is TaskCanceledException && !ct.IsCancellationRequested)
            )
        {
            return VatCheck.Unknown;
        }
    }

    /// <summary>“Not valid” counts only when the country's own register has said so.</summary>
    internal static VatCheck Read(Answer? answer) =>
        answer switch
        {
            { IsValid: true } => VatCheck.Valid,
            { IsValid: false, UserError: "INVALID" } => VatCheck.Invalid,
            _ => VatCheck.Unknown,
        };

    public void Dispose() => http.Dispose();

    internal sealed record Answer(
        [property: JsonPropertyName("isValid")] bool? IsValid,
        [property: JsonPropertyName("userError")] string? UserError
    );
}

/// <summary>Somebody has told who they are for the law, or changed it.</summary>
public sealed record LegalIdentitySaved(Guid PartyId, LegalSide Side, string VatNumber);

/// <summary>Asks the register after the commit, and writes down the answer if the number is still the same.</summary>
internal sealed class CheckVatNumber(IVatRegister register, MetierDb db, TimeProvider clock)
    : IHandle<LegalIdentitySaved>
{
    public async Task HandleAsync(LegalIdentitySaved happened, CancellationToken ct)
    {
        if (happened.VatNumber.Length == 0)
        {
            return;
        }
        var answer = await register.AskAsync(happened.VatNumber, ct);
        if (answer == VatCheck.Unknown)
        {
            return;
        }
        await db.WriteAsync<Done>(
            async () =>
            {
                var identity = await db.LegalIdentities.SingleOrDefaultAsync(
                    i => i.PartyId == happened.PartyId && i.Side == happened.Side,
                    ct
                );
                if (identity is not null && identity.VatNumber == happened.VatNumber)
                {
                    identity.VatCheck = answer;
                    identity.VatCheckedAt = clock.UtcNow();
                    db.Audit(null, "legal.vat_checked", identity.PartyId, new { answer });
                }
                return Done.It;
            },
            ct
        );
    }
}

using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>A client's public card and invoice address as typed.</summary>
public sealed record ClientInput(
    string? Name,
    string? About,
    string? Website,
    string? City,
    string? Country,
    string? LegalName,
    string? Address,
    string? TaxId,
    int Version
);

/// <summary>Changes what freelancers and invoices say of a client. Owners only; invoices already made keep what they said.</summary>
public sealed class SaveClient(MetierDb db)
{
    /// <summary>The longest text about a client, in characters.</summary>
    public const int LongestAbout = 2000;

    /// <summary>The longest postal address, in characters.</summary>
    public const int LongestAddress = 500;

    /// <summary>The client of the actor with what can be changed; null when they do not own one.</summary>
    public async Task<Client?> FindAsync(Actor actor, CancellationToken ct) =>
        await (
            from m in db.ClientMembers.AsNoTracking()
            where m.MemberId == actor.MemberId && m.Role == ClientRole.Owner
            join c in db.Clients.AsNoTracking() on m.ClientId equals c.Id
            select c
        ).SingleOrDefaultAsync(ct);

    /// <summary>All that is wrong at once; a page that somebody else has changed meanwhile is refused.</summary>
    public Task<Outcome<Done>> RunAsync(ClientInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                var owned = await db
                    .ClientMembers.Where(m => m.MemberId == actor.MemberId && m.Role == ClientRole.Owner)
                    .Select(m => (Guid?)m.ClientId)
                    .SingleOrDefaultAsync(ct);
                if (await db.Clients.SingleOrDefaultAsync(c => c.Id == owned, ct) is not { } client)
                {
                    return Refusal.NotFound();
                }
                var wrong = Check(input);
                if (client.Version != input.Version)
                {
                    wrong.Add(new Refusal("stale", MemberRefusalText.ClientChanged));
                }
                if (wrong.Count > 0)
                {
                    return wrong;
                }
                client.Name = Clean(input.Name);
                client.About = Clean(input.About);
                client.Website = Site(input.Website)!;
                client.City = Clean(input.City);
                client.Country = input.Country!;
                client.LegalName = Clean(input.LegalName);
                client.Address = Clean(input.Address);
                client.TaxId = Clean(input.TaxId);
                db.Audit(actor, "client.saved", client.Id);
                return Done.It;
            },
            ct
        );

    private static List<Refusal> Check(ClientInput input)
    {
        var wrong = new List<Refusal>();
        if (Clean(input.Name).Length == 0)
        {
            wrong.Add(new Refusal("name", MemberRefusalText.EnterCompany, "Form.Name"));
        }
        void Limit(string? text, int longest, string field)
        {
            if (Clean(text).Length > longest)
            {
                wrong.Add(new Refusal("too_long", PlatformText.TooLong(longest), "Form." + field));
            }
        }
        Limit(input.Name, Member.LongestName, nameof(input.Name));
        Limit(input.About, LongestAbout, nameof(input.About));
        Limit(input.City, 80, nameof(input.City));
        Limit(input.LegalName, 200, nameof(input.LegalName));
        Limit(input.Address, LongestAddress, nameof(input.Address));
        Limit(input.TaxId, 40, nameof(input.TaxId));
        if (Site(input.Website) is null)
        {
            wrong.Add(new Refusal("website", MemberRefusalText.EnterWebsite, "Form.Website"));
        }
        if (!Countries.List.Has(input.Country))
        {
            wrong.Add(new Refusal("country", MemberRefusalText.ChooseCountry, "Form.Country"));
        }
        return wrong;
    }

    /// <summary>An http or https address; "example.org" is taken for https. Null when it cannot be one.</summary>
    private static string? Site(string? typed)
    {
        var text = Clean(typed);
        if (text.Length == 0)
        {
            return "";
        }
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "https://" + text;
        }
        return
            text.Length <= 200
            && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Contains('.', StringComparison.Ordinal)
            && uri.UserInfo.Length == 0
            ? uri.ToString()
            : null;
    }

    private static string Clean(string? text) =>
        new([
            .. (text ?? "")
                .Replace("\r\n", "\n", StringComparison.Ordinal)
                .Trim()
                .Where(c => !char.IsControl(c) || c == '\n'),
        ]);
}

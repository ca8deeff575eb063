using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Payroll;

/// <summary>Who acts for a partner: a person, or the partner's own program.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Name">Its name.</param>
/// <param name="Actor">The person; null for the program.</param>
public sealed record PartnerActor(Guid PartnerId, string Name, Actor? Actor);

/// <summary>The only door to what a partner may see: whoever does not act for one gets nothing, as if it did not exist.</summary>
public sealed class PartnerAccess(MetierDb db)
{
    /// <summary>The partner this person acts for; null for everybody else.</summary>
    public Task<PartnerActor?> OfAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var id = actor.MemberId;
        return actor.Suspended
            ? Task.FromResult<PartnerActor?>(null)
            : (
                from m in db.PartnerMembers
                where m.MemberId == id
                join p in db.StaffingPartners on m.PartnerId equals p.Id
                select new PartnerActor(p.Id, p.Name, actor)
            ).SingleOrDefaultAsync(ct);
    }

    /// <summary>The partner of a token; null when there is none, or when it was withdrawn.</summary>
    public async Task<PartnerActor?> OfTokenAsync(string? token, CancellationToken ct)
    {
        if (token is not { Length: PartnerTokens.Length })
        {
            return null;
        }
        var hash = PartnerTokens.Hash(token);
        var found = await (
            from t in db.PartnerTokens
            where t.Hash == hash && t.RevokedAt == null
            join p in db.StaffingPartners on t.PartnerId equals p.Id
            select new
            {
                t.Id,
                t.UsedAt,
                Actor = new PartnerActor(p.Id, p.Name, null),
            }
        )
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            return null;
        }
        var now = db.Now;
        if (found.UsedAt is null || found.UsedAt < now.AddMinutes(-1))
        {
            await db.WriteAsync<Done>(
                async () =>
                {
                    await db
                        .PartnerTokens.Where(t => t.Id == found.Id)
                        .ExecuteUpdateAsync(s => s.SetProperty(t => t.UsedAt, now), ct);
                    return Done.It;
                },
                ct
            );
        }
        return found.Actor;
    }

    /// <summary>One of the partner's contracts; null for those of others.</summary>
    internal Task<PayrollContract?> ContractAsync(Guid contractId, PartnerActor partner, CancellationToken ct) =>
        db.PayrollContracts.SingleOrDefaultAsync(
            c => c.ContractId == contractId && c.PartnerId == partner.PartnerId,
            ct
        );
}

/// <summary>Tokens of partners' programs.</summary>
public static class PartnerTokens
{
    /// <summary>How long one is.</summary>
    public const int Length = 48;

    /// <summary>A new one: <c>mpt_</c> and 44 hexadecimal digits.</summary>
    public static string New() => "mpt_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(22));

    /// <summary>What is kept of it.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>A person of a partner makes or withdraws the token of a program.</summary>
public sealed class KeepPartnerTokens(MetierDb db, PartnerAccess access)
{
    /// <summary>Tokens a partner may have at once.</summary>
    public const int Most = 5;

    /// <summary>Answers with the token: it is shown this once.</summary>
    public Task<Outcome<string>> MakeAsync(string? name, Actor actor, CancellationToken ct) =>
        db.WriteAsync<string>(
            async () =>
            {
                if (await access.OfAsync(actor, ct) is not { } partner)
                {
                    return Refusal.NotFound();
                }
                var called = TypedText.Line(name);
                if (called.Length is 0 or > 60)
                {
                    return new Refusal(
                        "name",
                        called.Length == 0 ? PayrollWordsText.TokenName : PlatformText.TooLong(60),
                        "Form.Name"
                    );
                }
                if (
                    await db.PartnerTokens.CountAsync(t => t.PartnerId == partner.PartnerId && t.RevokedAt == null, ct)
                    >= Most
                )
                {
                    return new Refusal("too_many_tokens", PayrollWordsText.TooManyTokens(Most), "Form.Name");
                }
                var token = PartnerTokens.New();
                var row = new PartnerToken
                {
                    Id = Ids.New(db.Clock),
                    PartnerId = partner.PartnerId,
                    Name = called,
                    Hash = PartnerTokens.Hash(token),
                    Hint = token[^4..],
                    CreatedBy = actor.MemberId,
                    CreatedAt = db.Now,
                };
                db.PartnerTokens.Add(row);
                db.Audit(actor, "partner_token.made", row.Id, new { partner.PartnerId, called });
                return token;
            },
            ct
        );

    /// <summary>It is worth nothing from now on.</summary>
    public Task<Outcome<Done>> RevokeAsync(Guid tokenId, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                if (
                    await access.OfAsync(actor, ct) is not { } partner
                    || await db.PartnerTokens.SingleOrDefaultAsync(
                        t => t.Id == tokenId && t.PartnerId == partner.PartnerId,
                        ct
                    )
                        is not { } row
                )
                {
                    return Refusal.NotFound();
                }
                row.RevokedAt ??= db.Now;
                db.Audit(actor, "partner_token.revoked", tokenId);
                return Done.It;
            },
            ct
        );

    /// <summary>Those that are good, newest first.</summary>
    public async Task<List<PartnerToken>> ListAsync(Actor actor, CancellationToken ct) =>
        await access.OfAsync(actor, ct) is { } partner
            ? await db
                .PartnerTokens.AsNoTracking()
                .Where(t => t.PartnerId == partner.PartnerId && t.RevokedAt == null)
                .OrderByDescending(t => t.CreatedAt)
                .Take(Most)
                .ToListAsync(ct)
            : [];
}

using System.Security.Cryptography;
using System.Text;
using Metier.Platform;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>What a link in a mail does.</summary>
public enum LinkPurpose
{
    /// <summary>Confirms the address of a new account.</summary>
    ConfirmEmail,

    /// <summary>Confirms a new address of an existing account.</summary>
    ChangeEmail,

    /// <summary>Allows a new password to be set.</summary>
    ResetPassword,
}

/// <summary>A link that works once. Only a hash of its secret is kept.</summary>
internal sealed class MemberLink
{
    public required string SecretHash { get; init; }
    public Guid MemberId { get; init; }
    public LinkPurpose Purpose { get; init; }
    public required string Email { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? UsedAt { get; set; }
}

/// <summary>Makes and redeems links in mails.</summary>
public sealed class MemberLinks(MetierDb db, RuleOptions rules)
{
    /// <summary>Makes a link; earlier unused ones for the same purpose stop working.</summary>
    internal async Task<string> MakeAsync(Member member, LinkPurpose purpose, string email, CancellationToken ct)
    {
        foreach (
            var old in await db
                .MemberLinks.Where(l => l.MemberId == member.Id && l.Purpose == purpose && l.UsedAt == null)
                .ToListAsync(ct)
        )
        {
            old.UsedAt = db.Now;
        }
        var secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        db.MemberLinks.Add(
            new MemberLink
            {
                SecretHash = Hash(secret),
                MemberId = member.Id,
                Purpose = purpose,
                Email = email,
                ExpiresAt = db.Now.AddHours(rules.EmailLinkHours),
            }
        );
        return secret;
    }

    /// <summary>No link that is under way works any more, whatever it was for.</summary>
    internal async Task EndAsync(Member member, CancellationToken ct)
    {
        var open = await db.MemberLinks.Where(l => l.MemberId == member.Id && l.UsedAt == null).ToListAsync(ct);
        open.ForEach(l => l.UsedAt = db.Now);
    }

    /// <summary>Redeems a link: the member and the address it was for, or null when it is unknown, used or too old.</summary>
    internal async Task<(Member Member, string Email)?> UseAsync(
        string? secret,
        LinkPurpose purpose,
        CancellationToken ct
    )
    {
        if (await FindAsync(secret, purpose, ct) is not { } link)
        {
            return null;
        }
        link.UsedAt = db.Now;
        var member = await db.Members.SingleAsync(m => m.Id == link.MemberId, ct);
        return (member, link.Email);
    }

    /// <summary>Whether a link would work, without using it.</summary>
    public async Task<bool> WorksAsync(string? secret, LinkPurpose purpose, CancellationToken ct) =>
        await FindAsync(secret, purpose, ct) is not null;

    private async Task<MemberLink?> FindAsync(string? secret, LinkPurpose purpose, CancellationToken ct)
    {
        if (secret is not { Length: > 20 and < 100 })
        {
            return null;
        }
        var hash = Hash(secret);
        var now = db.Now;
        return await db.MemberLinks.SingleOrDefaultAsync(
            l => l.SecretHash == hash && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now,
            ct
        );
    }

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}

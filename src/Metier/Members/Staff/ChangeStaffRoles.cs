using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>Whose role, which one, and whether they are to have it.</summary>
public sealed record StaffRoleInput(Guid MemberId, StaffRoles Role, bool Has);

/// <summary>An operator gives or takes a role. The last operator stays one, whatever thirty people try at once.</summary>
public sealed class ChangeStaffRoles(MetierDb db, StaffBench bench)
{
    /// <summary>Quiet when nothing changes.</summary>
    public Task<Outcome<Done>> RunAsync(StaffRoleInput input, Actor actor, CancellationToken ct) =>
        db.WriteAsync<Done>(
            async () =>
            {
                // Asked again under the lock: somebody may have taken this operator's own role a moment ago.
                if (!await bench.HoldAsync(actor.MemberId, ct))
                {
                    return Refusal.NotFound();
                }
                var member = await db.Members.SingleOrDefaultAsync(m => m.Id == input.MemberId, ct);
                return member is null
                    ? Refusal.NotFound()
                    : await bench.SetAsync(member, input.Role, input.Has, actor, ct);
            },
            ct
        );
}

/// <summary>
/// The command line gives or takes the operator's role: whoever can read the data folder owns the instance anyway, and the
/// first operator has to come from somewhere.
/// </summary>
public sealed class AppointOperator(MetierDb db, StaffBench bench, UserManager<Member> users)
{
    /// <summary>The account with this address gets the role, or loses it; answers with its name.</summary>
    public Task<Outcome<string>> RunAsync(string? email, bool has, CancellationToken ct) =>
        db.WriteAsync<string>(
            async () =>
            {
                await bench.HoldAsync(Guid.Empty, ct);
                var normalized = users.NormalizeEmail((email ?? "").Trim());
                var member = await db.Members.SingleOrDefaultAsync(m => m.NormalizedEmail == normalized, ct);
                if (member is null)
                {
                    return new Refusal("no_account", SuspensionText.NoAccount);
                }
                var set = await bench.SetAsync(member, StaffRoles.Operator, has, null, ct);
                return set.Ok ? member.Name : set.Refusals.ToList();
            },
            ct
        );
}

/// <summary>Who is staff, changed one at a time.</summary>
public sealed class StaffBench(MetierDb db, MemberMails mails)
{
    private static readonly StaffRoles[] Known =
    [
        StaffRoles.Operator,
        StaffRoles.Moderator,
        StaffRoles.Arbiter,
        StaffRoles.Finance,
        StaffRoles.Recruiter,
    ];

    /// <summary>
    /// Holds all operators until the end of the transaction, so that two who take each other's role come one after the
    /// other; SQLite has one writer anyway. True when this person is one of them now.
    /// </summary>
    internal async Task<bool> HoldAsync(Guid memberId, CancellationToken ct)
    {
        if (db.Dialect == Dialect.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync(
                """SELECT 1 FROM member WHERE ("Roles" & 1) <> 0 ORDER BY "Id" FOR UPDATE""",
                ct
            );
        }
        return (await OperatorsAsync(ct)).Contains(memberId);
    }

    internal async Task<Outcome<Done>> SetAsync(
        Member member,
        StaffRoles role,
        bool has,
        Actor? actor,
        CancellationToken ct
    )
    {
        if (!Known.Contains(role))
        {
            return Refusal.NotFound();
        }
        if (member.Roles.HasFlag(role) == has)
        {
            return Done.It;
        }
        if (has && !member.EmailConfirmed)
        {
            return new Refusal("unconfirmed", SuspensionText.StaffUnconfirmed);
        }
        if (has && member.SuspendedAt is not null)
        {
            return new Refusal("suspended", SuspensionText.StaffSuspended);
        }
        if (!has && role == StaffRoles.Operator && (await OperatorsAsync(ct)).All(id => id == member.Id))
        {
            return new Refusal("last_operator", SuspensionText.LastOperator);
        }
        member.Roles = has ? member.Roles | role : member.Roles & ~role;
        member.ConcurrencyStamp = Stamps.New();
        mails.RoleChanged(member, role, has);
        db.Audit(
            actor,
            has ? "member.role_given" : "member.role_taken",
            member.Id,
            new { role, by = actor is null ? "command line" : null }
        );
        return Done.It;
    }

    private async Task<List<Guid>> OperatorsAsync(CancellationToken ct)
    {
        var staff = await db
            .Members.AsNoTracking()
            .Where(m => m.Roles != StaffRoles.None)
            .Select(m => new { m.Id, m.Roles })
            .ToListAsync(ct);
        return [.. staff.Where(m => m.Roles.HasFlag(StaffRoles.Operator)).Select(m => m.Id)];
    }
}

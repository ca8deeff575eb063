using Metier.Ledger;
using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Metier.Members;

/// <summary>A new account as typed.</summary>
public sealed record SignUpInput(
    string? Name,
    string? Email,
    string? Password,
    string? Country,
    bool Hires,
    bool Works,
    string? Company,
    string? Currency,
    string? TimeZone,
    string Language
);

/// <summary>
/// Makes an account and mails its confirmation link. An address that already has one gets a mail saying so, and the page
/// answers the same: nobody learns who has an account.
/// </summary>
public sealed class SignUp(
    MetierDb db,
    UserManager<Member> users,
    MemberLinks links,
    MemberMails mails,
    InstanceOptions instance
)
{
    /// <summary>The shortest password, in characters.</summary>
    public const int ShortestPassword = 10;

    /// <summary>Refuses only what the person can see is wrong in the form.</summary>
    public Task<Outcome<Done>> RunAsync(SignUpInput input, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(input);
        var wrong = Check(input);
        return wrong.Count > 0
            ? Task.FromResult<Outcome<Done>>(wrong)
            : db.WriteAsync<Done>(() => MakeAsync(input, ct), ct);
    }

    private static List<Refusal> Check(SignUpInput input)
    {
        var wrong = new List<Refusal>();
        var name = (input.Name ?? "").Trim();
        if (name.Length == 0)
        {
            wrong.Add(new Refusal("name", MemberRefusalText.EnterName, "Form.Name"));
        }
        else if (name.Length > Member.LongestName || name.Any(char.IsControl))
        {
            wrong.Add(new Refusal("name", PlatformText.TooLong(Member.LongestName), "Form.Name"));
        }
        if (!Emails.LooksRight(input.Email))
        {
            wrong.Add(new Refusal("email", MemberRefusalText.EnterEmail, "Form.Email"));
        }
        if (Passwords.Problem(input.Password, input.Email, name) is { } problem)
        {
            wrong.Add(new Refusal("password", problem, "Form.Password"));
        }
        if (!input.Hires && !input.Works)
        {
            wrong.Add(new Refusal("side", MemberRefusalText.ChooseSide, "Form.Side"));
        }
        if (!Countries.List.Has(input.Country))
        {
            wrong.Add(new Refusal("country", MemberRefusalText.ChooseCountry, "Form.Country"));
        }
        if (input.Hires && !string.IsNullOrEmpty(input.Currency) && !Currency.TryOf(input.Currency, out _))
        {
            wrong.Add(new Refusal("currency", MemberRefusalText.ChooseCurrency, "Form.Currency"));
        }
        return wrong;
    }

    private async Task<Outcome<Done>> MakeAsync(SignUpInput input, CancellationToken ct)
    {
        var email = input.Email!.Trim();
        var normalized = users.NormalizeEmail(email);
        if (await db.Members.SingleOrDefaultAsync(m => m.NormalizedEmail == normalized, ct) is { } known)
        {
            // One hash, as for a new account, so that time does not tell either.
            var same = await users.CheckPasswordAsync(known, input.Password!);
            if (known.EmailConfirmed)
            {
                mails.AlreadyKnown(known);
            }
            else if (same)
            {
                mails.Confirm(
                    known,
                    await links.MakeAsync(known, LinkPurpose.ConfirmEmail, known.Email!, ct),
                    known.Email!
                );
            }
            else
            {
                // Two who know different passwords want one address, and either may be a stranger: neither password holds,
                // and whoever reads the mail sets one.
                known.PasswordHash = null;
                known.SecurityStamp = Stamps.New();
                await links.EndAsync(known, ct);
                mails.Reset(known, await links.MakeAsync(known, LinkPurpose.ResetPassword, known.Email!, ct));
            }
            return Done.It;
        }
        var member = new Member
        {
            Id = Ids.New(db.Clock),
            Name = input.Name!.Trim(),
            UserName = email,
            Email = email,
            Language = Languages.All.Contains(input.Language) ? input.Language : "en",
            TimeZone = TimeZones.Known(input.TimeZone) ?? "UTC",
            Country = input.Country!,
            IsFreelancer = input.Works,
            Hat = input.Hires ? Hat.Client : Hat.Freelancer,
            CreatedAt = db.Now,
            LockoutEnabled = true,
        };
        var made = await users.CreateAsync(member, input.Password!);
        if (made.Errors.Any(e => e.Code is "DuplicateUserName" or "DuplicateEmail"))
        {
            // Somebody signed up with it since we looked; they are known now.
            return await MakeAsync(input, ct);
        }
        if (!made.Succeeded)
        {
            return made.Errors.Select(e => new Refusal(e.Code, e.Description, "Form.Password")).ToList();
        }
        if (input.Hires)
        {
            ClientMaking.Add(
                db,
                member,
                input.Company,
                string.IsNullOrEmpty(input.Currency) ? instance.Currency : input.Currency
            );
        }
        mails.Confirm(member, await links.MakeAsync(member, LinkPurpose.ConfirmEmail, email, ct), email);
        db.Audit(null, "member.signed_up", member.Id, new { input.Hires, input.Works });
        return Done.It;
    }
}

internal static class ClientMaking
{
    public static Client Add(MetierDb db, Member member, string? company, string currency)
    {
        var name = (company ?? "").Trim();
        var client = new Client
        {
            Id = Ids.New(db.Clock),
            Name = name.Length is 0 or > Member.LongestName ? member.Name : name,
            Country = member.Country,
            Currency = currency,
            CreatedAt = db.Now,
        };
        db.Clients.Add(client);
        db.ClientMembers.Add(
            new ClientMember
            {
                ClientId = client.Id,
                MemberId = member.Id,
                Role = ClientRole.Owner,
                Since = db.Now,
            }
        );
        return client;
    }
}

/// <summary>Addresses, as far as a form can judge them: the mail that arrives is the proof.</summary>
public static class Emails
{
    /// <summary>One @, something on both sides, no white space, at most 254 characters.</summary>
    public static bool LooksRight(string? typed)
    {
        var email = (typed ?? "").Trim();
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= 254
            && at > 0
            && at == email.LastIndexOf('@')
            && email.IndexOf('.', at) > at + 1
            && email[^1] != '.'
            && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"');
    }
}

/// <summary>What makes a password too easy. Length counts, composition does not.</summary>
public static class Passwords
{
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "1234567890",
        "12345678910",
        "0123456789",
        "9876543210",
        "qwertyuiop",
        "azertyuiop",
        "password12",
        "password123",
        "password1234",
        "passwordpassword",
        "motdepasse",
        "motdepasse1",
        "motdepasse123",
        "iloveyou12",
        "iloveyou123",
        "welcome123",
        "welcome1234",
        "bienvenue1",
        "bienvenue123",
        "administrator",
        "admin12345",
        "letmein123",
        "changeme123",
        "football123",
        "qwerty12345",
        "azerty12345",
        "abcdefghij",
        "aaaaaaaaaa",
        "1111111111",
        "0000000000",
        "freelance1",
        "freelance123",
        "marketplace",
        "marketplace1",
        "sunshine123",
        "princess123",
        "dragon12345",
        "monkey12345",
        "superman123",
        "basketball",
        "basketball1",
    };

    /// <summary>Why this password is refused, in words; null when it is good enough.</summary>
    public static string? Problem(string? password, string? email, string? name)
    {
        if (password is not { Length: >= SignUp.ShortestPassword })
        {
            return MemberRefusalText.PasswordShort(SignUp.ShortestPassword);
        }
        if (password.Length > 200)
        {
            return PlatformText.TooLong(200);
        }
        var local = (email ?? "").Split('@')[0];
        var easy =
            Common.Contains(password)
            || password.Distinct().Count() < 4
            || (
                local.Length > 3
                && password.Contains(local, StringComparison.OrdinalIgnoreCase)
                && password.Length < local.Length + 6
            )
            || (name is { Length: > 3 } && password.Equals(name, StringComparison.OrdinalIgnoreCase));
        return easy ? MemberRefusalText.PasswordEasy : null;
    }
}

/// <summary>IANA time zones this machine knows.</summary>
public static class TimeZones
{
    /// <summary>The zone's id when it is known, else null.</summary>
    public static string? Known(string? id) =>
        id is { Length: > 0 and < 60 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _) ? id : null;

    /// <summary>Zones to choose from, by name; areas only, no abbreviations.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. TimeZoneInfo
            .GetSystemTimeZones()
            .Select(z => z.Id)
            .Where(z =>
                z == "UTC"
                || (z.Contains('/', StringComparison.Ordinal) && !z.StartsWith("Etc/", StringComparison.Ordinal))
            )
            .Order(StringComparer.Ordinal),
    ];
}

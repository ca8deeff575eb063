using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using Metier.Members;
using Metier.Payments;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;

namespace Metier.Web.Commands;

/// <summary>One line of the doctor's: <c>ok</c>, <c>warn</c> or <c>fail</c>, what was found, and what to do.</summary>
internal sealed record DoctorLine(string State, string Name, string Text, string? Do = null);

/// <summary>Looks at everything an instance needs that can be looked at from here.</summary>
internal static class Doctor
{
    private const long LittleSpace = 2L * 1024 * 1024 * 1024;
    private const long NoSpace = 200L * 1024 * 1024;

    /// <summary>What can be said before the database is opened.</summary>
    public static IEnumerable<DoctorLine> Machine(HostSettings settings)
    {
        yield return Folder(settings.DataFolder);
        yield return Space(settings.DataFolder);
    }

    /// <summary>What the opened instance says of itself.</summary>
    public static async Task<List<DoctorLine>> InstanceAsync(Opened opened, CancellationToken ct)
    {
        var db = opened.Get<MetierDb>();
        return
        [
            await StoreAsync(db, ct),
            await ClockAsync(opened, ct),
            await BooksAsync(opened, ct),
            .. await BackgroundAsync(opened, ct),
            await MailAsync(opened, ct),
            Address(opened.Instance),
            Fonts(opened),
            Payments(opened),
            await OperatorAsync(opened, ct),
        ];
    }

    private static DoctorLine Folder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".doctor-" + Guid.CreateVersion7().ToString("N"));
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("ok", "data folder", $"{Path.GetFullPath(folder)} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(
                "fail",
                "data folder",
                e.Message,
                "Give the account that runs Metier write access, or name another folder with --data."
            );
        }
    }

    private static DoctorLine Space(string folder)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / 1024 / 1024:N0} MB free");
            return free < NoSpace ? new("fail", "disk space", text, "Free some: a full disk stops every payment.")
                : free < LittleSpace ? new("warn", "disk space", text, "Plan for more: files and the database grow.")
                : new("ok", "disk space", text);
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new("warn", "disk space", e.Message, "It could not be measured; look yourself.");
        }
    }

    private static DoctorLine Fonts(Opened opened) =>
        opened.Get<DocumentFonts>().Installed
            ? new("ok", "fonts", "documents have the letters of this machine's fonts besides those built in")
            : new(
                "warn",
                "fonts",
                "only the family built in (Latin, Greek, Cyrillic): in documents letters of other scripts become question marks",
                "Install one, for example the package fonts-dejavu-core, or set Instance__FontFolder to a folder that has one."
            );

    private static async Task<DoctorLine> StoreAsync(MetierDb db, CancellationToken ct)
    {
        if (db.Dialect == Dialect.Postgres)
        {
            var version = await db
                .Database.SqlQueryRaw<string>("SELECT current_setting('server_version') AS \"Value\"")
                .SingleAsync(ct);
            var number = await db
                .Database.SqlQueryRaw<int>("SELECT current_setting('server_version_num')::int AS \"Value\"")
                .SingleAsync(ct);
            var durable = await db
                .Database.SqlQueryRaw<string>(
                    "SELECT current_setting('fsync') || ' ' || current_setting('synchronous_commit') AS \"Value\""
                )
                .SingleAsync(ct);
            return number < 150_000 ? new("fail", "database", $"PostgreSQL {version}", "Use PostgreSQL 15 or later.")
                : durable is not ("on on" or "on remote_apply" or "on remote_write" or "on local")
                    ? new(
                        "fail",
                        "database",
                        $"PostgreSQL {version}: fsync and synchronous_commit are {durable}",
                        "Turn both on: payments must survive a power cut."
                    )
                : new("ok", "database", $"PostgreSQL {version}, migrated, durable");
        }
        var sound = await Pragmas.ReadAsync(db, "quick_check(1)", ct);
        var journal = await Pragmas.ReadAsync(db, "journal_mode", ct);
        var synchronous = await Pragmas.ReadAsync(db, "synchronous", ct);
        return sound != "ok"
                ? new("fail", "database", sound, "Stop the server, keep the file, and restore the last backup.")
            : journal != "wal" || synchronous is not ("2" or "3")
                ? new(
                    "fail",
                    "database",
                    $"journal_mode={journal}, synchronous={synchronous}",
                    "Put the data folder on a local disk."
                )
            : new("ok", "database", "SQLite, sound, migrated, WAL with full sync");
    }

    private static async Task<DoctorLine> ClockAsync(Opened opened, CancellationToken ct)
    {
        var db = opened.Get<MetierDb>();
        var now = opened.Get<TimeProvider>().UtcNow();
        if (db.Dialect == Dialect.Postgres)
        {
            var server = await db.Database.SqlQueryRaw<DateTime>("SELECT now() AS \"Value\"").SingleAsync(ct);
            var apart = (DateTime.SpecifyKind(server, DateTimeKind.Utc) - TimeProvider.System.UtcNow()).Duration();
            if (apart > TimeSpan.FromSeconds(5))
            {
                return new(
                    "fail",
                    "clock",
                    $"{apart.TotalSeconds:0} seconds apart from the database server",
                    "Run a time service on both."
                );
            }
        }
        var last = await opened.Get<AuditViews>().ListAsync(new AuditFilter(), null, ct);
        return last.Count > 0 && last[0].At > now.AddMinutes(1)
            ? new(
                "fail",
                "clock",
                "the last line of the audit log lies in the future: the clock was set back",
                "Set it right, and run a time service."
            )
            : new("ok", "clock", now.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static async Task<DoctorLine> BooksAsync(Opened opened, CancellationToken ct)
    {
        var balances = await opened.Get<LedgerViews>().TrialAsync(ct);
        return balances.All(b => b.Difference.Minor == 0)
            ? new("ok", "books", "every currency sums to zero")
            : new("fail", "books", "a currency does not sum to zero", "Stop the server and run: ./metier ledger check");
    }

    private static async Task<List<DoctorLine>> BackgroundAsync(Opened opened, CancellationToken ct)
    {
        var h = await opened.Get<HealthViews>().ReadAsync(ct);
        var failing = h.Chores.Where(c => c.Failures > 0).Select(c => $"{c.Name}: {c.LastError}").ToList();
        return
        [
            h.EventsFailing > 0
                ? new(
                    "warn",
                    "events",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{h.EventsFailing} keep failing, first {h.Stuck[0].Handler}: {h.Stuck[0].Error}"
                    ),
                    "They are tried again by themselves; the reason is in the log."
                )
            : h.EventsLate > 0
                ? new(
                    "warn",
                    "events",
                    string.Create(CultureInfo.InvariantCulture, $"{h.EventsLate} wait for more than five minutes"),
                    "Is the server running?"
                )
            : new("ok", "events", string.Create(CultureInfo.InvariantCulture, $"{h.EventsDue} to deliver")),
            failing.Count > 0
                ? new(
                    "warn",
                    "timed work",
                    string.Join("; ", failing),
                    "It is tried again by itself; the reason is in the log."
                )
                : new("ok", "timed work", "nothing fails"),
        ];
    }

    private static async Task<DoctorLine> MailAsync(Opened opened, CancellationToken ct)
    {
        if (opened.Instance.Sandbox)
        {
            return new("ok", "mail", "sandbox: mails stay in a page");
        }
        var options = opened.Get<MailOptions>();
        var where = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            using var smtp = new SmtpClient();
            await smtp.ConnectAsync(
                options.Host,
                options.Port,
                options.AllowPlain ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
                limit.Token
            );
            if (options.User.Length > 0)
            {
                await smtp.AuthenticateAsync(options.User, options.Password, limit.Token);
            }
            await smtp.DisconnectAsync(quit: true, limit.Token);
            return new("ok", "mail", $"{where} answers");
        }
        catch (Exception e)
            when (e
                    is IOException
                        or System.Net.Sockets.SocketException
                        or OperationCanceledException
                        or NotSupportedException
                        or MailKit.Security.AuthenticationException
                        or SslHandshakeException
                        or MailKit.ProtocolException
                        or MailKit.CommandException
            )
        {
            return new(
                "fail",
                "mail",
                $"{where}: {e.Message}",
                "Set Mail__Host, Mail__Port, Mail__User, Mail__Password and Mail__From: without mail nobody can confirm an address."
            );
        }
    }

    private static DoctorLine Address(InstanceOptions instance)
    {
        var url = new Uri(instance.PublicUrl);
        return url.Scheme == Uri.UriSchemeHttps || url.IsLoopback || instance.Sandbox
            ? new("ok", "address", instance.PublicUrl)
            : new(
                "warn",
                "address",
                $"{instance.PublicUrl} is not encrypted",
                "Put a proxy with HTTPS in front and set Instance__PublicUrl to its https address."
            );
    }

    private static DoctorLine Payments(Opened opened) =>
        opened.Get<PaymentProviders>().All is { Count: > 0 } providers
            ? new("ok", "payments", "providers " + string.Join(", ", providers.Select(p => p.Id)))
            : new(
                "warn",
                "payments",
                "no payment provider: nothing can be charged or paid out",
                "Set up Stripe, PayPal or a bank account: docs/self-hosting.md says how."
            );

    private static async Task<DoctorLine> OperatorAsync(Opened opened, CancellationToken ct)
    {
        var staff = await opened.Get<PeopleViews>().ListAsync(null, PeopleFilter.Staff, null, ct);
        return staff.Exists(p => p.Roles.HasFlag(StaffRoles.Operator))
            ? new("ok", "operator", string.Create(CultureInfo.InvariantCulture, $"{staff.Count} people are staff"))
            : new(
                "warn",
                "operator",
                "nobody is an operator",
                "Sign up, confirm your address, then run: ./metier operator EMAIL"
            );
    }
}

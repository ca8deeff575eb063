using System.Globalization;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Metier.Platform;

/// <summary>
/// A mail in the making, already in the reader's language. <paramref name="Amounts"/> are printed as a table whose last
/// row is the total. <paramref name="Why"/> says why the person gets it. <paramref name="Path"/> is a path of this
/// instance such as <c>/go/contract/…</c>, and so are those of <paramref name="Links"/>, which stand small at the end.
/// </summary>
public sealed record Mail(
    string ToAddress,
    string ToName,
    string Language,
    string Subject,
    IReadOnlyList<string> Paragraphs,
    string? ButtonText = null,
    string? Path = null,
    IReadOnlyList<(string Label, string Amount)>? Amounts = null,
    string? Why = null,
    IReadOnlyList<(string Text, string Path)>? Links = null
);

/// <summary>A mail that was queued; kept as proof of what was said, and read in the sandbox's inbox.</summary>
public sealed class MailRow
{
    /// <summary>Id, ordered by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The address it goes to.</summary>
    public required string ToAddress { get; init; }

    /// <summary>The person's name.</summary>
    public required string ToName { get; init; }

    /// <summary>Language of the text, <c>en</c> or <c>fr</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The HTML part.</summary>
    public required string Html { get; init; }

    /// <summary>The plain text part, same order.</summary>
    public required string Text { get; init; }

    /// <summary>When it was queued, UTC.</summary>
    public DateTime QueuedAt { get; init; }

    /// <summary>When the mail server took it; null while waiting.</summary>
    public DateTime? SentAt { get; set; }
}

/// <summary>A mail waits to be sent.</summary>
public sealed record MailQueued(Guid MailId);

/// <summary>Where mail goes: a mail server, or the sandbox's inbox.</summary>
public interface IMailTransport
{
    /// <summary>Hands the mail over; throws when it was not accepted.</summary>
    Task SendAsync(MailRow mail, CancellationToken ct);
}

/// <summary>Queueing mail in the transaction of the change it tells of.</summary>
public static class Mails
{
    /// <summary>Renders and queues a mail; it is sent after the commit.</summary>
    public static void QueueMail(this MetierDb db, Mail mail, InstanceOptions instance)
    {
        var row = new MailRow
        {
            Id = Ids.New(db.Clock),
            ToAddress = mail.ToAddress,
            ToName = mail.ToName,
            Language = mail.Language,
            Subject = mail.Subject,
            Html = MailLayout.Html(mail, instance),
            Text = MailLayout.Text(mail, instance),
            QueuedAt = db.Now,
        };
        db.Set<MailRow>().Add(row);
        db.Raise(new MailQueued(row.Id));
    }

    internal static void AddMail(
        this IServiceCollection services,
        IConfiguration configuration,
        InstanceOptions instance
    )
    {
        services.AddHandler<MailQueued, SendMail>();
        if (instance.Sandbox)
        {
            services.AddSingleton<IMailTransport, SandboxMail>();
        }
        else
        {
            services.AddSingleton(configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions());
            services.AddSingleton<IMailTransport, SmtpMail>();
        }
    }
}

/// <summary>Sends one queued mail; the outbox repeats it until the server takes it.</summary>
internal sealed class SendMail(MetierDb db, IMailTransport transport) : IHandle<MailQueued>
{
    public async Task HandleAsync(MailQueued happened, CancellationToken ct)
    {
        var row = await db.Set<MailRow>().SingleOrDefaultAsync(m => m.Id == happened.MailId && m.SentAt == null, ct);
        if (row is null)
        {
            return;
        }
        await transport.SendAsync(row, ct);
        row.SentAt = db.Now;
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>The mail server; configuration section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Host name of the SMTP server.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>Port, usually 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Account, empty for none.</summary>
    public string User { get; set; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; set; } = "";

    /// <summary>The address mails come from.</summary>
    public string From { get; set; } = "metier@localhost";

    /// <summary>True sends even when the server offers no encryption (a relay on the same machine).</summary>
    public bool AllowPlain { get; set; }
}

/// <summary>Sends by SMTP.</summary>
internal sealed class SmtpMail(MailOptions options, InstanceOptions instance) : IMailTransport
{
    public async Task SendAsync(MailRow mail, CancellationToken ct)
    {
        using var message = MimeMessages.From(mail, instance.OperatorName, options.From);
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync(
            options.Host,
            options.Port,
            options.AllowPlain ? SecureSocketOptions.StartTlsWhenAvailable : SecureSocketOptions.StartTls,
            ct
        );
        if (options.User.Length > 0)
        {
            await smtp.AuthenticateAsync(options.User, options.Password, ct);
        }
        await smtp.SendAsync(message, ct);
        await smtp.DisconnectAsync(quit: true, ct);
    }
}

/// <summary>The sandbox keeps mail in its inbox page and as files beside the database.</summary>
internal sealed class SandboxMail(InstanceOptions instance) : IMailTransport
{
    public async Task SendAsync(MailRow mail, CancellationToken ct)
    {
        var folder = Path.Combine(instance.DataFolder, "mail");
        Directory.CreateDirectory(folder);
        using var message = MimeMessages.From(mail, instance.OperatorName, "sandbox@metier.invalid");
        await message.WriteToAsync(Path.Combine(folder, mail.Id.ToString("N") + ".eml"), ct);
    }
}

internal static class MimeMessages
{
    public static MimeMessage From(MailRow mail, string operatorName, string fromAddress)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            Date = new DateTimeOffset(mail.QueuedAt),
            MessageId = $"{mail.Id:N}@metier",
        };
        message.From.Add(new MailboxAddress(operatorName, fromAddress));
        message.To.Add(new MailboxAddress(mail.ToName, mail.ToAddress));
        message.Headers.Add("Content-Language", mail.Language);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { HtmlBody = mail.Html, TextBody = mail.Text }.ToMessageBody();
        return message;
    }
}

/// <summary>Speaking a reader's language for a while: mails and notifications are written in theirs, not the sender's.</summary>
public sealed class InLanguage : IDisposable
{
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo ui = CultureInfo.CurrentUICulture;

    /// <summary>Switches to <c>en</c> or <c>fr</c> until disposed.</summary>
    public InLanguage(string language)
    {
        CultureInfo.CurrentCulture = Languages.Culture(language);
        CultureInfo.CurrentUICulture = Languages.Culture(language);
    }

    public void Dispose()
    {
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = ui;
    }
}

/// <summary>The languages of the product.</summary>
public static class Languages
{
    /// <summary>English and French, in the order of their arrival.</summary>
    public static readonly IReadOnlyList<string> All = ["en", "fr"];

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>The culture numbers and dates are written in.</summary>
    public static CultureInfo Culture(string language) => language == "fr" ? French : English;

    /// <summary>The language of the present request or mail.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? "fr" : "en";
}

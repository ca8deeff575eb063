using System.Net;
using System.Text.RegularExpressions;
using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Members;

/// <summary>
/// Forms that take an address answer the same, and do the same before they answer, whether or not somebody has it.
/// </summary>
public sealed class QuietAnswersTests
{
    private const string Password = "correct horse battery";

    /// <summary>What is in the database of mails, links and things to do.</summary>
    private sealed record Work(int Mails, int Links, int Events, int Bytes);

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_new_password_is_asked_for_with_the_same_work_for_everybody_and_its_mail_arrives(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var zoe = await host.MemberAsync("Zoe Connue", freelancer: true, language: "fr");
        using var browser = host.Visitor();
        var form = await browser.GetAsync("/en/password/forgot");
        var before = await WorkAsync(host);
        var nobody = await AskAsync(form, "nobody@example.org");
        var between = await WorkAsync(host);
        var known = await AskAsync(form, "ZOE.connue@example.org");
        var after = await WorkAsync(host);

        Assert.Equal((nobody.Status, nobody.Path, nobody.Text), (known.Status, known.Path, known.Text));
        Assert.Equal(Less(between, before), Less(after, between));
        Assert.Equal((0, 0), (after.Mails, after.Links));

        await host.SettleAsync();
        var mail = Assert.Single(await host.MailsAsync());
        // In the language of the account, whatever the page was in that somebody used.
        Assert.Equal((zoe.Email, "fr"), (mail.ToAddress, mail.Language));
        Assert.Contains("mot de passe", mail.Subject, StringComparison.OrdinalIgnoreCase);
        var link = Regex.Match(mail.Text, @"/go/password-new\?link=[\w-]+").Value;
        var saved = await (await browser.GetAsync(link)).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Password"] = "entirely different words" }
        );
        Assert.Contains("password is saved", saved.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody@example.org", string.Concat(await PayloadsAsync(host)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_link_that_is_told_of_twice_is_mailed_once_and_lives(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var zoe = await host.MemberAsync("Zoe Known", freelancer: true);
        var asked = new PasswordResetAsked(Guid.CreateVersion7(), zoe.MemberId);
        for (var i = 0; i < 3; i++)
        {
            await host.InScopeAsync(s => s.GetRequiredService<MailLinks>().HandleAsync(asked, CancellationToken.None));
        }
        var link = Regex.Match(Assert.Single(await host.MailsAsync()).Text, @"link=([\w-]+)").Groups[1].Value;
        Assert.True(
            await host.InScopeAsync(s =>
                s.GetRequiredService<MemberLinks>().WorksAsync(link, LinkPurpose.ResetPassword, CancellationToken.None)
            )
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Another_address_is_asked_for_with_the_same_work_whoever_has_it(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ona = await host.MemberAsync("Ona Change", freelancer: true);
        var taken = await host.MemberAsync("Tak Enn", freelancer: true, language: "fr");
        using var session = await host.SignedInAsync(ona);
        var form = await session.GetAsync("/en/settings");
        async Task<Page> ChangeAsync(string email) =>
            await form.SubmitAsync(
                "form:has([name='Form.EmailPassword'])",
                new Dictionary<string, string?> { ["Form.Email"] = email, ["Form.EmailPassword"] = Password }
            );
        var before = await WorkAsync(host);
        var first = await ChangeAsync("tak.enn@example.org");
        var between = await WorkAsync(host);
        var second = await ChangeAsync("new.one@example.org");
        var after = await WorkAsync(host);
        Assert.Equal((first.Status, first.Path, first.Text), (second.Status, second.Path, second.Text));
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(Less(between, before), Less(after, between));
        Assert.Equal(0, after.Links);

        await host.SettleAsync();
        // The newer wish counts: the first address hears nothing of a change that is no longer wanted.
        Assert.DoesNotContain(await host.MailsAsync(), m => m.ToAddress == taken.Email);
        Assert.Contains(
            await host.MailsAsync(),
            m => m.ToAddress == "new.one@example.org" && m.Text.Contains("/go/confirm-email", StringComparison.Ordinal)
        );
        await ChangeAsync("tak.enn@example.org");
        await host.SettleAsync();
        var told = Assert.Single(await host.MailsAsync(), m => m.ToAddress == taken.Email);
        Assert.Equal("fr", told.Language);
        Assert.DoesNotContain("confirm-email", told.Text, StringComparison.Ordinal);
    }

    private static Task<Page> AskAsync(Page form, string email) =>
        form.SubmitAsync("form.form", new Dictionary<string, string?> { ["Form.Email"] = email });

    private static Work Less(Work now, Work then) =>
        new(now.Mails - then.Mails, now.Links - then.Links, now.Events - then.Events, now.Bytes - then.Bytes);

    private static async Task<Work> WorkAsync(TestHost host)
    {
        var mails = (await host.MailsAsync()).Count;
        var payloads = await PayloadsAsync(host);
        var links = await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<MemberLink>().CountAsync());
        return new Work(mails, links, payloads.Count, payloads.Sum(p => p.Length));
    }

    private static Task<List<string>> PayloadsAsync(TestHost host) =>
        host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Set<OutboxRow>().Select(r => r.Payload).ToListAsync());
}

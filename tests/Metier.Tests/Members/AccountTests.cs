using System.Net;
using System.Text.RegularExpressions;
using Metier.Members;
using Metier.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Members;

/// <summary>Accounts as a person meets them, and as somebody who wants another's account tries them; on both databases.</summary>
public class AccountTests
{
    private const string Password = "correct horse battery";

    private static Dictionary<string, string?> Form(string email, string side = "work", string name = "Zoé Martin") =>
        new()
        {
            ["Form.Side"] = side,
            ["Form.Name"] = name,
            ["Form.Email"] = email,
            ["Form.Password"] = Password,
            ["Form.Country"] = "FR",
            ["Form.TimeZone"] = "Europe/Paris",
        };

    private static async Task<Page> SignUpAsync(Browser browser, string email, string side = "work") =>
        await (await browser.GetAsync("/en/signup")).SubmitAsync(
            "form[method=post] [name='Form.Name']",
            Form(email, side)
        );

    private static async Task<string> LinkAsync(TestHost host, string to, string landing)
    {
        await host.SettleAsync();
        var mail = (await host.MailsAsync()).Last(m =>
            m.ToAddress == to && m.Text.Contains("/go/" + landing, StringComparison.Ordinal)
        );
        return Regex.Match(mail.Text, @"/go/" + landing + @"\?link=[\w-]+").Value;
    }

    private static Task<Page> LogInAsync(Browser browser, string email, string password = Password) =>
        LogInAsync(browser, email, password, "/en/login");

    private static async Task<Page> LogInAsync(Browser browser, string email, string password, string page) =>
        await (await browser.GetAsync(page)).SubmitAsync(
            "form[method=post] [name='Form.Email']",
            new Dictionary<string, string?> { ["Form.Email"] = email, ["Form.Password"] = password }
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_new_person_confirms_by_a_link_that_works_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var browser = host.Visitor();
        // An accent before the @ is a valid address (RFC 6531), and French people have them.
        const string email = "zoé.martin@example.org";
        Assert.Contains("Check your mail", (await SignUpAsync(browser, email)).Text, StringComparison.Ordinal);
        var link = await LinkAsync(host, email, "confirm-email");

        var before = await LogInAsync(browser, email);
        Assert.DoesNotContain("/login", before.Path, StringComparison.Ordinal);
        Assert.Contains("account-needs", (await browser.GetAsync("/en/money/withdraw")).Path, StringComparison.Ordinal);

        using var mailReader = host.Visitor();
        var open = await mailReader.GetAsync(link);
        // A program that opens links in mails uses nothing up: the button does it.
        open = await mailReader.GetAsync(link);
        var confirmed = await open.SubmitAsync("form:has([name='Form.Link'])");
        Assert.Contains("Your address is confirmed", confirmed.Html, StringComparison.Ordinal);
        Assert.Contains("no longer works", (await mailReader.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "account-needs",
            (await browser.GetAsync("/en/money/withdraw")).Path,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_link_is_dead_after_a_day_and_a_new_one_kills_the_old(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var browser = host.Visitor();
        await SignUpAsync(browser, "ana@example.org");
        var first = await LinkAsync(host, "ana@example.org", "confirm-email");
        await LogInAsync(browser, "ana@example.org");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await (await browser.GetAsync("/en/account-needs?need=email")).SubmitAsync("form.form");
        var second = await LinkAsync(host, "ana@example.org", "confirm-email");
        Assert.NotEqual(first, second);
        Assert.Contains("no longer works", (await browser.GetAsync(first)).Text, StringComparison.Ordinal);
        Assert.Contains("Confirm your address", (await browser.GetAsync(second)).Text, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains("no longer works", (await browser.GetAsync(second)).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Nobody_learns_who_has_an_account(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        await host.MemberAsync("Known Person", freelancer: true);
        using var browser = host.Visitor();
        var known = await SignUpAsync(browser, "KNOWN.person@example.org");
        var fresh = await SignUpAsync(browser, "fresh@example.org");
        Assert.Equal(fresh.Text, known.Text);
        await host.SettleAsync();
        var mails = await host.MailsAsync();
        Assert.Contains(
            mails,
            m => m.ToAddress == "known.person@example.org" && m.Subject == "You already have an account"
        );
        Assert.Equal(
            1,
            await host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<Member>()
                    .CountAsync(m => m.NormalizedEmail == "KNOWN.PERSON@EXAMPLE.ORG")
            )
        );

        var wrong = await LogInAsync(browser, "known.person@example.org", "not the password");
        var unknown = await LogInAsync(browser, "nobody@example.org", "not the password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(unknown.Status, wrong.Status);
        Assert.Equal(unknown.Text, wrong.Text);

        async Task<Page> AskAsync(string email) =>
            await (await browser.GetAsync("/en/password/forgot")).SubmitAsync(
                "form.form",
                new Dictionary<string, string?> { ["Form.Email"] = email }
            );
        Assert.Equal((await AskAsync("nobody@example.org")).Text, (await AskAsync("known.person@example.org")).Text);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Thirty_sign_ups_at_once_make_one_account(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(_ =>
                    host.InScopeAsync(s =>
                        s.GetRequiredService<SignUp>()
                            .RunAsync(
                                new(
                                    "Ida",
                                    "ida@example.org",
                                    Password,
                                    "FR",
                                    true,
                                    false,
                                    null,
                                    "EUR",
                                    "Europe/Paris",
                                    "en"
                                ),
                                CancellationToken.None
                            )
                    )
                )
        );
        Assert.All(tries, t => Assert.True(t.Ok));
        await host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            Assert.Equal(1, await db.Set<Member>().CountAsync());
            Assert.Equal(1, await db.Set<Client>().CountAsync());
        });
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_form_keeps_what_was_typed_and_says_what_is_wrong(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        using var browser = host.Visitor("fr");
        var wrong = Form("pas une adresse", name: "Zoé <b>Martin</b>");
        wrong["Form.Password"] = "court";
        wrong["Form.Country"] = "XX";
        wrong["Form.Side"] = null;
        var page = await (await browser.GetAsync("/fr/inscription")).SubmitAsync("[name='Form.Name']", wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("Utilisez au moins 10 caractères", string.Join(' ', page.Errors), StringComparison.Ordinal);
        Assert.Equal("Zoé <b>Martin</b>", page.Document.QuerySelector("[name='Form.Name']")!.GetAttribute("value"));
        Assert.Equal("pas une adresse", page.Document.QuerySelector("[name='Form.Email']")!.GetAttribute("value"));
        Assert.DoesNotContain("court", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Martin", page.Html, StringComparison.Ordinal);
        Assert.Empty(await host.MailsAsync());
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_reset_ends_every_session_keeps_the_second_factor_and_works_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var actor = await host.MemberAsync("Mia Reset", freelancer: true);
        using var session = await host.SignedInAsync(actor);
        Assert.Equal("/en/settings", (await session.GetAsync("/en/settings")).Path);
        var key = await TurnCodesOnAsync(host, session);

        using var visitor = host.Visitor();
        await (await visitor.GetAsync("/en/password/forgot")).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Email"] = actor.Email }
        );
        var link = await LinkAsync(host, actor.Email, "password-new");
        var easy = await (await visitor.GetAsync(link)).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Password"] = "password123" }
        );
        Assert.Contains("too easy", string.Join(' ', easy.Errors), StringComparison.Ordinal);
        var saved = await easy.SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Password"] = "entirely different words" }
        );
        Assert.Contains("password is saved", saved.Html, StringComparison.Ordinal);
        Assert.Contains("no longer works", (await visitor.GetAsync(link)).Text, StringComparison.Ordinal);
        Assert.Contains("/login", (await session.GetAsync("/en/settings")).Path, StringComparison.Ordinal);

        var asked = await LogInAsync(visitor, actor.Email, "entirely different words");
        Assert.Contains("/login/code", asked.Path, StringComparison.Ordinal);
        Assert.Contains("/login", (await visitor.GetAsync("/en/settings")).Path, StringComparison.Ordinal);
        await ResetStepAsync(host, actor);
        var code = Totp.Code(key, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        var inside = await asked.SubmitAsync("form.form", new Dictionary<string, string?> { ["Form.Code"] = code });
        Assert.DoesNotContain("/login", inside.Path, StringComparison.Ordinal);

        // Somebody who saw the code over a shoulder.
        using var thief = host.Visitor();
        var second = await (await LogInAsync(thief, actor.Email, "entirely different words")).SubmitAsync(
            "form.form",
            new Dictionary<string, string?> { ["Form.Code"] = code }
        );
        Assert.Contains("already used", string.Join(' ', second.Errors), StringComparison.Ordinal);
    }

    private static async Task<string> TurnCodesOnAsync(TestHost host, Browser session)
    {
        var settings = await session.GetAsync("/en/settings");
        var key = settings.Document.QuerySelector("img.qr + p code")!.TextContent;
        var on = await settings.SubmitAsync(
            "form:has([name='Form.Code'])",
            new Dictionary<string, string?>
            {
                ["Form.Code"] = Totp.Code(key, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30),
            }
        );
        Assert.Equal(10, on.Document.QuerySelectorAll(".codes code").Length);
        return key;
    }

    /// <summary>Codes live in real time: the step of the code that turned them on is made old instead of waited for.</summary>
    private static Task ResetStepAsync(TestHost host, Actor actor) =>
        host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Set<Member>()
                .Where(m => m.Id == actor.MemberId)
                .ExecuteUpdateAsync(u => u.SetProperty(m => m.LastTotpStep, 0L))
        );

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_recovery_code_works_once_even_for_two_at_once(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var actor = await host.MemberAsync("Rik Recovery", freelancer: true);
        using var session = await host.SignedInAsync(actor);
        var settings = await session.GetAsync("/en/settings");
        var key = settings.Document.QuerySelector("img.qr + p code")!.TextContent;
        var on = await settings.SubmitAsync(
            "form:has([name='Form.Code'])",
            new Dictionary<string, string?>
            {
                ["Form.Code"] = Totp.Code(key, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30),
            }
        );
        Assert.True(on.Document.QuerySelector(".codes code") is not null, on.Status + " " + on.Path + " " + on.Text);
        var code = on.Document.QuerySelector(".codes code")!.TextContent;
        var tries = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    host.InScopeAsync(s =>
                        s.GetRequiredService<TwoFactor>().CheckAsync(actor.MemberId, code, CancellationToken.None)
                    )
                )
        );
        Assert.Single(tries, t => t.Ok);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_change_of_address_verifies_the_new_and_tells_the_old(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var actor = await host.MemberAsync("Ona Change", freelancer: true);
        await host.MemberAsync("Taken Already", freelancer: true);
        using var session = await host.SignedInAsync(actor);
        async Task<Page> AskAsync(string email, string password) =>
            await (await session.GetAsync("/en/settings")).SubmitAsync(
                "form:has([name='Form.EmailPassword'])",
                new Dictionary<string, string?> { ["Form.Email"] = email, ["Form.EmailPassword"] = password }
            );
        var refused = await AskAsync("new@example.org", "wrong password");
        Assert.Contains("not your password", string.Join(' ', refused.Errors), StringComparison.Ordinal);
        Assert.Equal("new@example.org", refused.Document.QuerySelector("[name='Form.Email']")!.GetAttribute("value"));

        var taken = await AskAsync("taken.already@example.org", Password);
        var asked = await AskAsync("new@example.org", Password);
        Assert.Equal(asked.Text, taken.Text);
        var link = await LinkAsync(host, "new@example.org", "confirm-email");
        var mails = await host.MailsAsync();
        Assert.Contains(
            mails,
            m => m.ToAddress == actor.Email && m.Subject.Contains("about to change", StringComparison.Ordinal)
        );
        // Until the link is opened the old address is the one that counts.
        using var visitor = host.Visitor();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await LogInAsync(visitor, "new@example.org")).Status);
        await (await visitor.GetAsync(link)).SubmitAsync("form:has([name='Form.Link'])");
        await host.SettleAsync();
        Assert.Contains(
            await host.MailsAsync(),
            m => m.ToAddress == actor.Email && m.Subject == "Your e-mail address has changed"
        );
        Assert.DoesNotContain("/login", (await LogInAsync(visitor, "new@example.org")).Path, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Logging_in_leads_only_to_pages_of_this_place(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var actor = await host.MemberAsync("Leo Login", freelancer: true);
        foreach (var to in new[] { "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)" })
        {
            using var browser = host.Visitor();
            var inside = await LogInAsync(browser, actor.Email, Password, "/en/login?to=" + Uri.EscapeDataString(to));
            Assert.Equal(host.Address.Host, inside.Uri.Host);
            Assert.Equal(HttpStatusCode.OK, inside.Status);
        }
        using var good = host.Visitor();
        Assert.Equal(
            "/en/settings",
            (await LogInAsync(good, actor.Email, Password, "/en/login?to=%2Fen%2Fsettings")).Path
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Guessing_is_slowed_down_with_a_time_to_wait(Store store)
    {
        await using var host = await TestHost.StartAsync(
            store,
            configuration: new Dictionary<string, string?> { ["RateLimits:Scale"] = "1" }
        );
        using var browser = host.Visitor();
        var form = await browser.GetAsync("/en/login");
        HttpResponseMessage? last = null;
        for (var i = 0; i < 25 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last?.Dispose();
            using var content = new FormUrlEncodedContent(
                form.Form("form[method=post] [name='Form.Email']")
                    .Elements.OfType<AngleSharp.Html.Dom.IHtmlInputElement>()
                    .Where(e => e.Name is { Length: > 0 } && e.Type != "checkbox")
                    .Select(e => new KeyValuePair<string, string>(
                        e.Name!,
                        e.Name switch
                        {
                            "Form.Email" => "someone@example.org",
                            "Form.Password" => "guess number " + i,
                            _ => e.Value,
                        }
                    ))
            );
            last = await browser.Http.PostAsync("/en/login", content);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.True(last.Headers.RetryAfter is not null);
        Assert.Contains("<h1", await last.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        last.Dispose();
    }
}

using System.Net;
using Metier.Platform;
using Metier.Proposals;
using Metier.Rooms;
using Metier.Tests.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Rooms;

/// <summary>Conversations through their pages and forms, on both databases.</summary>
public class RoomTests
{
    private static Dictionary<string, string?> Text(string text) => new() { ["Form.Text"] = text };

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_people_talk_and_each_sees_what_is_unread_and_seen(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        Assert.Contains(
            "A conversation begins when the client writes",
            (await scene.FreelancerBrowser.GetAsync($"/en/messages/new/{scene.ProposalId}")).Text,
            StringComparison.Ordinal
        );
        var (room, _) = await scene.OpenedAsync("Could you begin on **Monday**?");

        var list = await scene.FreelancerBrowser.GetAsync("/en/messages");
        Assert.Contains("Ada Client Ltd", list.Text, StringComparison.Ordinal);
        Assert.Contains("Ada: Could you begin on Monday?", list.Text, StringComparison.Ordinal);
        Assert.Equal("1", list.Document.QuerySelector(".nav [data-unread] [data-count]")!.TextContent);
        var seen = await scene.FreelancerBrowser.GetAsync($"/en/messages/{room}");
        Assert.NotNull(seen.Document.QuerySelector("[data-new]"));
        Assert.Equal("Monday", seen.Document.QuerySelector(".msg .body strong")!.TextContent);

        // The browser without script fetches the pixel with the page; looking alone changes nothing.
        Assert.Equal(1, await scene.UnreadAsync(scene.Freelancer));
        var pixel = seen.Document.QuerySelector("noscript img")!.GetAttribute("src")!;
        Assert.True((await scene.FreelancerBrowser.Http.GetAsync(pixel)).IsSuccessStatusCode);
        Assert.Equal(0, await scene.UnreadAsync(scene.Freelancer));
        Assert.Contains(
            "Seen 10:00",
            (await scene.ClientBrowser.GetAsync($"/en/messages/{room}")).Text,
            StringComparison.Ordinal
        );

        var answered = await seen.SubmitAsync("form.compose", Text("Yes, gladly."));
        Assert.StartsWith($"/en/messages/{room}", answered.Path, StringComparison.Ordinal);
        Assert.Equal(1, await scene.UnreadAsync(scene.Client));
        Assert.Equal(0, await scene.UnreadAsync(scene.Freelancer));
        Assert.Contains(
            "Zoe: Yes, gladly.",
            (await scene.ClientBrowser.GetAsync("/en/messages?show=unread")).Text,
            StringComparison.Ordinal
        );
        await scene.Host.SettleAsync();
        var proposal = await scene.Host.ProposalAsync(scene.ProposalId, scene.Client);
        Assert.NotNull(proposal!.MessagedAt);
        // Writing to the proposal again leads to the same room.
        Assert.Equal(
            $"/en/messages/{room}",
            (await scene.ClientBrowser.GetAsync($"/en/messages/new/{scene.ProposalId}")).Path
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task For_a_stranger_there_is_no_such_room(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, page) = await scene.OpenedAsync();
        var sent = await page.SubmitAsync(
            "form.compose",
            Text("With a file"),
            [("Form.Files", "brief.txt", "text"u8.ToArray())]
        );
        var file = sent.Document.QuerySelector("a.file")!.GetAttribute("href")!;
        Assert.True((int)(await scene.FreelancerBrowser.Http.GetAsync(file)).StatusCode is 302);
        Assert.Equal(HttpStatusCode.OK, (await scene.FreelancerBrowser.GetAsync(file)).Status);

        var eve = await scene.Host.MemberAsync("Eve Stranger", freelancer: true, client: true);
        using var browser = await scene.Host.SignedInAsync(eve);
        var own = await browser.GetAsync("/en/messages");
        var token = own.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        foreach (
            var path in new[] { $"/en/messages/{room}", $"/en/messages/{room}/since/0", $"/rooms/{room}/shown/1", file }
        )
        {
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await browser.GetAsync(path)).Status));
        }
        foreach (
            var (path, name, value) in new[]
            {
                ($"/en/messages/{room}/send", "Form.Text", "hello"),
                ($"/rooms/{room}/read", "seq", "1"),
            }
        )
        {
            using var content = new FormUrlEncodedContent([
                new("__RequestVerificationToken", token),
                new("Form.Id", Guid.CreateVersion7().ToString()),
                new(name, value),
            ]);
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Http.PostAsync(path, content)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/en/messages/new/{scene.ProposalId}")).Status);
        Assert.DoesNotContain("Ada", (await browser.GetAsync("/en/messages")).Text, StringComparison.Ordinal);
        // Without the form's token nobody posts, member or not.
        using var bare = new FormUrlEncodedContent([new("seq", "1")]);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await scene.ClientBrowser.Http.PostAsync($"/rooms/{room}/read", bare)).StatusCode
        );
        // Nor does an account whose address is not confirmed.
        Assert.True(
            (await scene.SendAsync(room, scene.Freelancer with { EmailConfirmed = false }, "hello")).IsNotFound
        );
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task The_same_message_twice_is_one_and_thirty_at_once_leave_no_gap(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, page) = await scene.OpenedAsync();
        await page.SubmitAsync("form.compose", Text("Once"));
        await page.SubmitAsync("form.compose", Text("Once"));
        var other = await page.SubmitAsync("form.compose", Text("Other words, same form"));
        Assert.NotEmpty(other.Errors);
        Assert.Contains("Other words, same form", other.Html, StringComparison.Ordinal);
        var same = Guid.CreateVersion7();
        var twice = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => scene.SendAsync(room, scene.Freelancer, "Again", same))
        );
        Assert.Single(twice.Select(t => t.Value).Distinct());

        var sent = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(i => scene.SendAsync(room, i % 2 == 0 ? scene.Client : scene.Freelancer, $"Number {i}"))
        );
        Assert.All(sent, s => Assert.True(s.Ok));
        var numbers = await scene.Host.InScopeAsync(s =>
            s.GetRequiredService<MetierDb>()
                .Database.SqlQueryRaw<long>("SELECT \"Seq\" AS \"Value\" FROM message ORDER BY \"Seq\"")
                .ToListAsync()
        );
        Assert.Equal(Enumerable.Range(1, 33).Select(i => (long)i), numbers);
        Assert.Equal(sent.Select(s => s.Value).Order(), numbers.Skip(3));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_people_write_cannot_carry_script_and_has_limits(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, page) = await scene.OpenedAsync();
        var evil = await page.SubmitAsync(
            "form.compose",
            Text("<script>alert(1)</script> [x](javascript:alert(1)) ![i](https://evil.example/p.png) *fine*"),
            [("Form.Files", "<img onerror=alert(1)>.html", "<script>alert(1)</script>"u8.ToArray())]
        );
        Assert.DoesNotContain("<script>alert", evil.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("javascript:", evil.Html, StringComparison.Ordinal);
        Assert.Empty(evil.Document.QuerySelectorAll(".msg img"));
        Assert.Equal("fine", evil.Document.QuerySelector(".msg .body em")!.TextContent);
        var list = await scene.FreelancerBrowser.GetAsync("/fr/messages");
        Assert.DoesNotContain("<script>alert", list.Html, StringComparison.Ordinal);
        var file = await scene.FreelancerBrowser.Http.GetAsync(
            (await scene.FreelancerBrowser.Http.GetAsync(evil.Document.QuerySelector("a.file")!.GetAttribute("href")))
                .Headers
                .Location
        );
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);

        Assert.NotEmpty((await evil.SubmitAsync("form.compose", Text("   "))).Errors);
        var letters = new string('x', 10_001);
        var long_ = await evil.SubmitAsync("form.compose", Text(letters));
        Assert.NotEmpty(long_.Errors);
        Assert.Contains(letters, long_.Html, StringComparison.Ordinal);
        var many = Enumerable.Range(0, 11).Select(i => ("Form.Files", $"{i}.txt", "x"u8.ToArray()));
        Assert.NotEmpty((await evil.SubmitAsync("form.compose", Text("Eleven"), many)).Errors);
        Assert.NotEmpty(
            (
                await evil.SubmitAsync(
                    "form.compose",
                    Text("Bad"),
                    [("Form.Files", "run.exe", "MZ\u0090\0"u8.ToArray())]
                )
            ).Errors
        );
        Assert.Equal(2, (await scene.SendAsync(room, scene.Client, "Third")).Value - 1);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task An_invitation_lets_the_freelancer_write_first_and_contact_details_are_only_flagged(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var zoe = await scene.Host.MemberAsync("Noor Invited", freelancer: true, language: "fr");
        var invited = await scene.Host.InviteAsync(scene.JobId, zoe.MemberId, scene.Client, "Your inks would suit it.");
        Assert.True(invited.Ok);
        using var browser = await scene.Host.SignedInAsync(zoe);
        var list = await browser.GetAsync("/fr/messages");
        var room = await browser.GetAsync(list.Document.QuerySelector("a.conv")!.GetAttribute("href")!);
        Assert.Contains("Invitation à proposer.", room.Text, StringComparison.Ordinal);
        Assert.Contains("Your inks would suit it.", room.Text, StringComparison.Ordinal);
        var answered = await room.SubmitAsync(
            "form.compose",
            Text("Write to me at noor@example.org or +33 6 12 34 56 78")
        );
        Assert.Contains("noor@example.org", answered.Text, StringComparison.Ordinal);
        Assert.Contains("Ceci ressemble à des coordonnées", answered.Text, StringComparison.Ordinal);

        var sent = await scene.Host.ProposedAsync(scene.JobId, zoe);
        await scene.Host.SettleAsync();
        var told = await scene.ClientBrowser.GetAsync(answered.Path.Replace("/fr/", "/en/", StringComparison.Ordinal));
        Assert.Contains("Proposal sent.", told.Text, StringComparison.Ordinal);
        Assert.Null((await scene.Host.ProposalAsync(sent, scene.Client))!.MessagedAt);
        await told.SubmitAsync("form.compose", Text("Thank you"));
        await scene.Host.SettleAsync();
        Assert.NotNull((await scene.Host.ProposalAsync(sent, scene.Client))!.MessagedAt);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_mail_goes_out_after_five_minutes_and_no_other_until_the_person_came(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync("First words");
        async Task<List<MailRow>> MailsAsync() =>
            [
                .. (await scene.Host.MailsAsync()).Where(m =>
                    m.Subject.Contains("Ada Client (", StringComparison.Ordinal)
                ),
            ];

        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(await MailsAsync());
        await scene.SendAsync(room, scene.Client, "Second words");
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(2));
        var mail = Assert.Single(await MailsAsync());
        Assert.Equal("Ada Client (Ada Client Ltd): Picture book, 32 pages", mail.Subject);
        Assert.Contains("First words", mail.Text, StringComparison.Ordinal);
        Assert.Contains("And 1 more message.", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"/go/room/{room}", mail.Text, StringComparison.Ordinal);

        await scene.SendAsync(room, scene.Client, "Third words");
        await scene.Host.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Single(await MailsAsync());

        await scene.ReadAsync(room, scene.Freelancer, 3);
        await scene.SendAsync(room, scene.Client, "Fourth words");
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(4));
        await scene.ReadAsync(room, scene.Freelancer, 4);
        await scene.Host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Single(await MailsAsync());

        await scene.SendAsync(room, scene.Client, "Fifth words");
        await scene.Host.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(2, (await MailsAsync()).Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Unread_counts_equal_a_recount_after_many_steps(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync();
        var random = new Random(7);
        var (said, read) = (new List<Guid> { scene.Client.MemberId }, new Dictionary<Guid, long>());
        for (var i = 0; i < 120; i++)
        {
            var actor = random.Next(2) == 0 ? scene.Client : scene.Freelancer;
            if (random.Next(3) > 0)
            {
                await scene.SendAsync(room, actor, $"Message {i}");
                said.Add(actor.MemberId);
            }
            else
            {
                var upTo = random.Next(said.Count + 3);
                await scene.ReadAsync(room, actor, upTo);
                read[actor.MemberId] = Math.Max(read.GetValueOrDefault(actor.MemberId), Math.Min(upTo, said.Count));
            }
            foreach (var who in new[] { scene.Client, scene.Freelancer })
            {
                var recount = said.Skip((int)read.GetValueOrDefault(who.MemberId)).Count(a => a != who.MemberId);
                Assert.Equal(recount, await scene.UnreadAsync(who));
            }
        }
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Long_conversations_are_read_page_by_page(Store store)
    {
        await using var scene = await RoomScene.ProposedAsync(store);
        var (room, _) = await scene.OpenedAsync("Message 1");
        for (var i = 2; i <= 95; i++)
        {
            await scene.SendAsync(room, i % 2 == 0 ? scene.Freelancer : scene.Client, $"Message {i}");
        }
        var newest = await scene.ClientBrowser.GetAsync($"/en/messages/{room}");
        Assert.Equal(["m56", "m95"], Ends(newest));
        var older = await scene.ClientBrowser.GetAsync(Link(newest, "prev"));
        Assert.Equal(["m16", "m55"], Ends(older));
        var oldest = await scene.ClientBrowser.GetAsync(Link(older, "prev"));
        Assert.Equal(["m1", "m15"], Ends(oldest));
        Assert.Null(oldest.Document.QuerySelector("[data-log] a[rel=prev]"));
        Assert.Equal(["m16", "m55"], Ends(await scene.ClientBrowser.GetAsync(Link(oldest, "next"))));

        static string[] Ends(Page page)
        {
            var all = page.Document.QuerySelectorAll(".msg").Select(m => m.Id!).ToList();
            return [all[0], all[^1]];
        }
        static string Link(Page page, string rel) =>
            page.Document.QuerySelector($"[data-log] a[rel={rel}]")!.GetAttribute("href")!;
    }
}

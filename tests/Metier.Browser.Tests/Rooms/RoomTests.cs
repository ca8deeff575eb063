using Deque.AxeCore.Playwright;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Metier.Browser.Tests.Rooms;

/// <summary>Two people in two windows: live with script, by forms and reloading without.</summary>
[Collection(nameof(Site))]
public sealed class RoomTests(Site site)
{
    private sealed record Scene(IPage Client, IPage Freelancer, Guid Room, Actor Jeanne, Actor Chloe) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Client.Context.CloseAsync();
            await Freelancer.Context.CloseAsync();
        }
    }

    private async Task<Scene> TalkingAsync(
        int width = 1280,
        bool script = true,
        bool dark = false,
        string language = "en"
    )
    {
        var client = await site.WindowAsync(width, dark, language, script);
        var freelancer = await site.WindowAsync(width, dark, language, script);
        var jeanne = await site.SignInAsync(client, "Jeanne Roy");
        var chloe = await site.SignInAsync(freelancer, "Chloé Marchand");
        var room = await site.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var made = await db.WriteAsync<Guid>(
                async () =>
                    await s.GetRequiredService<OpenRoom>()
                        .RunAsync(
                            new(RoomKind.Proposal, Guid.CreateVersion7(), jeanne.ClientId!.Value, chloe.MemberId),
                            "API rebuild",
                            freelancerMayWrite: true,
                            CancellationToken.None
                        ),
                CancellationToken.None
            );
            return made.Value;
        });
        var scene = new Scene(client, freelancer, room, jeanne, chloe);
        await SayAsync(scene, "The client list endpoint is noticeably faster. Is **pagination** in this build?");
        return scene;
    }

    private Task<Outcome<long>> SayAsync(Scene scene, string text) =>
        site.InScopeAsync(s =>
            s.GetRequiredService<SendMessage>()
                .RunAsync(new(scene.Room, Guid.CreateVersion7(), text, []), scene.Jeanne, CancellationToken.None)
        );

    [Fact]
    public async Task A_message_appears_in_the_other_window_and_its_writer_sees_that_it_was_seen()
    {
        await using var scene = await TalkingAsync();
        var (a, b) = (scene.Client, scene.Freelancer);
        // Elsewhere the number beside "Messages" is there, and grows by itself.
        await b.GotoAsync("/en/settings");
        var count = b.Locator(".nav [data-unread]");
        await Assertions.Expect(count).ToContainTextAsync("1");
        await SayAsync(scene, "And one more.");
        await Assertions.Expect(count).ToContainTextAsync("2");

        await a.GotoAsync($"/en/messages/{scene.Room}");
        await b.GotoAsync($"/en/messages/{scene.Room}");
        await Assertions.Expect(b.Locator("[data-new]")).ToBeVisibleAsync();
        await Assertions.Expect(count).ToBeHiddenAsync();

        await b.GetByLabel("Message Jeanne Roy").FillAsync("Yes, from this *morning*.");
        await b.Keyboard.PressAsync("Enter");
        await Assertions.Expect(b.GetByLabel("Message Jeanne Roy")).ToHaveValueAsync("");
        await Assertions.Expect(a.Locator(".msg", new() { HasText = "from this morning" })).ToBeVisibleAsync();
        await Assertions.Expect(a.Locator(".msg em")).ToHaveTextAsync("morning");
        await Assertions.Expect(b.Locator(".seen")).ToContainTextAsync("Seen");
        await Assertions.Expect(b.Locator(".msg", new() { HasText = "from this morning" })).ToHaveCountAsync(1);

        // A second tab of the same person has it as well, over the same line.
        var tab = await b.Context.NewPageAsync();
        await tab.GotoAsync($"/en/messages/{scene.Room}");
        await a.GetByLabel("Message Chloé Marchand").FillAsync("Works for me.");
        await a.GetByLabel("Attach files")
            .Last.SetInputFilesAsync(
                new FilePayload
                {
                    Name = "notes.txt",
                    MimeType = "text/plain",
                    Buffer = "notes"u8.ToArray(),
                }
            );
        await a.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        foreach (var window in new[] { a, b, tab })
        {
            await Assertions.Expect(window.Locator(".msg", new() { HasText = "Works for me." })).ToHaveCountAsync(1);
            await Assertions.Expect(window.Locator("a.file", new() { HasText = "notes.txt" })).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task What_cannot_be_sent_stays_and_is_sent_on_request_and_a_lost_line_is_said()
    {
        await using var scene = await TalkingAsync();
        var page = scene.Freelancer;
        await page.GotoAsync($"/en/messages/{scene.Room}");
        await page.Context.SetOfflineAsync(true);
        await page.GetByLabel("Message Jeanne Roy").FillAsync("Written on a train.");
        await page.Keyboard.PressAsync("Enter");
        var item = page.Locator(".msg.pending");
        await Assertions.Expect(item).ToContainTextAsync("Not sent.");
        await page.Context.SetOfflineAsync(false);
        await item.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Assertions.Expect(item).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".msg", new() { HasText = "Written on a train." })).ToHaveCountAsync(1);

        await page.GetByLabel("Message Jeanne Roy").FillAsync(new string('x', 10_001));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-errors]")).ToContainTextAsync("10,000");
        await Assertions.Expect(page.GetByLabel("Message Jeanne Roy")).Not.ToHaveValueAsync("");
    }

    [Fact]
    public async Task Everything_works_without_script()
    {
        await using var scene = await TalkingAsync(script: false);
        var (a, b) = (scene.Client, scene.Freelancer);
        await b.GotoAsync("/en/messages");
        await b.GetByRole(AriaRole.Link, new() { Name = "Jeanne Roy" }).ClickAsync();
        await Assertions.Expect(b.Locator(".msg strong")).ToHaveTextAsync("pagination");
        await b.GetByLabel("Message Jeanne Roy").FillAsync("Yes.");
        await b.Locator("#form-files")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "load-test.txt",
                    MimeType = "text/plain",
                    Buffer = "fast"u8.ToArray(),
                }
            );
        await b.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(b.Locator(".msg", new() { HasText = "Yes." })).ToBeInViewportAsync();
        await a.GotoAsync($"/en/messages/{scene.Room}");
        await Assertions.Expect(a.Locator("a.file")).ToContainTextAsync("load-test.txt");
        await b.ReloadAsync();
        await Assertions.Expect(b.Locator(".seen")).ToContainTextAsync("Seen");
    }

    [Theory]
    [InlineData(1280, false, "en")]
    [InlineData(390, true, "en")]
    [InlineData(390, false, "fr")]
    [InlineData(1280, true, "fr")]
    public async Task The_pages_have_no_accessibility_violation_and_fit(int width, bool dark, string language)
    {
        await using var scene = await TalkingAsync(width, dark: dark, language: language);
        for (var i = 0; i < 30; i++)
        {
            await SayAsync(scene, $"Line {i}");
        }
        var page = scene.Freelancer;
        foreach (
            var path in new[]
            {
                "messages",
                "messages?show=unread",
                "messages?show=contracts",
                $"messages/{scene.Room}",
            }
        )
        {
            await page.GotoAsync($"/{language}/{path}");
            var found = await page.RunAxe(Wcag.Rules);
            Assert.Empty(
                found.Violations.Select(v => $"{v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}")
            );
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, path);
        }
        // It opens at its end, with the composer in view.
        await Assertions.Expect(page.Locator(".msg").Last).ToBeInViewportAsync();
        await Assertions.Expect(page.Locator("#form-text")).ToBeInViewportAsync();
    }
}

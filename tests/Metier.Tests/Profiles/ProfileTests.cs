using Metier.Ledger;
using Metier.Platform;
using Metier.Profiles;
using Metier.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Metier.Tests.Profiles;

/// <summary>Profiles as they are stored, on both databases.</summary>
public sealed class ProfileTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_profile_is_filled_section_by_section_and_read_back_whole(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var ines = await host.MemberAsync("Ines Mercier", freelancer: true, language: "fr");

        Assert.True(
            (
                await Do<EditIntro>(
                    host,
                    u => u.RunAsync(new(" Illustrator ", "I draw **animals**.", "vimeo.com/1", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True(
            (
                await Do<ChooseSkills>(
                    host,
                    u => u.RunAsync(new("Aquarelle, Procreate, children's books", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True(
            (
                await Do<SetTerms>(
                    host,
                    u => u.RunAsync(new(Currency.Eur.Major(45), "Part", "2026-12-01", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True((await Do<SetPlace>(host, u => u.RunAsync(new("Lyon", "FR", "Europe/Paris", null), ines, Ct))).Ok);
        Assert.True(
            (
                await Do<SetLanguages>(
                    host,
                    u => u.RunAsync(new([new("fr", "Native"), new("", null), new("en", "Fluent")], null), ines, Ct)
                )
            ).Ok
        );
        Assert.True(
            (
                await Do<SaveEmployment>(
                    host,
                    u => u.RunAsync(new(null, "Petit Renard", "Illustrator", "2019-03", "", true, "", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True(
            (
                await Do<SaveEducation>(
                    host,
                    u => u.RunAsync(new(null, "École Émile-Cohl", "Diplôme", "2009", "2013", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True(
            (
                await Do<SaveCertificate>(
                    host,
                    u => u.RunAsync(new(null, "Colour theory", "Guild", "2020", "", null), ines, Ct)
                )
            ).Ok
        );
        Assert.True((await Do<ChangePhoto>(host, u => u.RunAsync(Image("me.png"), ines, Ct))).Ok);
        Assert.True(
            (
                await Do<SaveWork>(
                    host,
                    u =>
                        u.RunAsync(
                            new(null, "The Late Hedgehog", "", "", "2025", [Image("page.png")], [], null),
                            ines,
                            Ct
                        )
                )
            ).Ok
        );

        var view = (await Views(host, v => v.FindAsync(ines.MemberId, null, false, Ct)))!;
        Assert.Equal("Illustrator", view.Card.Title);
        Assert.Equal(["watercolour", "procreate", "picture-books"], view.Card.Skills);
        Assert.Equal(Currency.Eur.Major(45), view.Card.Rate);
        Assert.Equal(new DateOnly(2026, 12, 1), view.Card.FreeFrom);
        Assert.Equal(["fr Native", "en Fluent"], view.Card.Languages.Select(l => $"{l.Code} {l.Level}"));
        Assert.Equal("https://vimeo.com/1", view.VideoUrl);
        Assert.NotNull(view.Card.PhotoUrl);
        Assert.NotNull(Assert.Single(view.Work).Cover);
        // 50 (the four) + 5 portfolio + 10 more skills + 10 education + 10 languages + 5 certificate + 10 video
        Assert.Equal(100, view.Completeness.Percent);

        var cards = await Views(host, v => v.CardsAsync([ines.MemberId, Guid.CreateVersion7()], Ct));
        Assert.Equal(ines.MemberId, Assert.Single(cards).Key);
        var document = (await Views(host, v => v.DocumentsAsync([ines.MemberId], Ct)))[ines.MemberId];
        Assert.True(document.Listed);
        Assert.Equal("I draw animals.", document.Overview);
        Assert.Equal([ines.MemberId], await Views(host, v => v.IdsAsync(Guid.Empty, 10, Ct)));
        Assert.Empty(await Views(host, v => v.IdsAsync(ines.MemberId, 10, Ct)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Two_windows_never_overwrite_each_other_unseen(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var noor = await host.MemberAsync("Noor Haddad", freelancer: true);
        var seen = (await Views(host, v => v.OwnAsync(noor, Ct)))!.Stamps;

        Assert.True((await Do<EditIntro>(host, u => u.RunAsync(new("Translator", "", "", seen.Intro), noor, Ct))).Ok);
        var stale = await Do<EditIntro>(host, u => u.RunAsync(new("Interpreter", "", "", seen.Intro), noor, Ct));
        Assert.Equal("changed", Assert.Single(stale.Refusals).Code);
        // Another section is not affected by the change of this one.
        Assert.True(
            (await Do<ChooseSkills>(host, u => u.RunAsync(new("Arabic translation", seen.Skills), noor, Ct))).Ok
        );

        var view = (await Views(host, v => v.OwnAsync(noor, Ct)))!;
        Assert.Equal("Translator", view.Card.Title);
        Assert.Equal(["arabic-translation"], view.Card.Skills);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Saves_at_the_same_moment_all_arrive(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);
        await Do<EditIntro>(host, u => u.RunAsync(new("Editor", "", "", null), sam, Ct));

        var saves = await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(i =>
                    Do<SaveCertificate>(
                        host,
                        u => u.RunAsync(new(null, $"Course {i}", "School", "", "", null), sam, Ct)
                    )
                )
        );

        Assert.All(saves, s => Assert.True(s.Ok));
        Assert.Equal(3, (await Views(host, v => v.OwnAsync(sam, Ct)))!.Certificates.Count);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task A_photo_keeps_only_pixels_and_the_old_one_is_deleted(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);
        await Do<ChangePhoto>(host, u => u.RunAsync(Image("first.png", 1600, 900), sam, Ct));
        var first = await PhotoAsync(host, sam);
        Assert.Equal("image/jpeg", first.ContentType);

        await Do<ChangePhoto>(host, u => u.RunAsync(Image("second.png"), sam, Ct));
        await host.SettleAsync();

        Assert.NotEqual(first.Id, (await PhotoAsync(host, sam)).Id);
        Assert.Null(await host.InScopeAsync(s => s.GetRequiredService<IFileStore>().OpenAsync(first.Id, Ct)));
        Assert.False(
            await host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>().Set<StoredFile>().AnyAsync(f => f.Id == first.Id, Ct)
            )
        );

        var script = new Upload("me.jpg", 20, () => new MemoryStream("<script>alert(1)</script>"u8.ToArray()));
        var refused = await Do<ChangePhoto>(host, u => u.RunAsync(script, sam, Ct));
        Assert.Equal("Photo", Assert.Single(refused.Refusals).Field);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task What_is_wrong_is_said_beside_its_field(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var sam = await host.MemberAsync("Sam Osei", freelancer: true);

        Assert.Equal(
            ["Form.Title", "Form.VideoUrl"],
            Fields(await Do<EditIntro>(host, u => u.RunAsync(new(" ", "", "javascript:alert(1)", null), sam, Ct)))
        );
        Assert.Equal(
            ["Form.Skills"],
            Fields(await Do<ChooseSkills>(host, u => u.RunAsync(new("Photoshop, Blorp", null), sam, Ct)))
        );
        var sixteen = string.Join(
            ", ",
            host.Services.GetRequiredService<SkillCatalogue>().Skills.Take(16).Select(s => s.Label)
        );
        Assert.Equal(
            "too_many",
            Assert.Single((await Do<ChooseSkills>(host, u => u.RunAsync(new(sixteen, null), sam, Ct))).Refusals).Code
        );
        Assert.Equal(
            ["Form.Rate", "Form.Availability"],
            Fields(await Do<SetTerms>(host, u => u.RunAsync(new(Currency.Eur.Minor(299), "", "", null), sam, Ct)))
        );
        Assert.Equal(
            ["Form.City", "Form.Country", "Form.TimeZone"],
            Fields(await Do<SetPlace>(host, u => u.RunAsync(new("", "ZZ", "Mars/Olympus", null), sam, Ct)))
        );
        Assert.Equal(
            ["Form.Languages[1].Code", "Form.Languages[2].Level"],
            Fields(
                await Do<SetLanguages>(
                    host,
                    u => u.RunAsync(new([new("fr", "Native"), new("fr", "Basic"), new("en", "")], null), sam, Ct)
                )
            )
        );
        Assert.Equal(
            ["Form.Company", "Form.To"],
            Fields(
                await Do<SaveEmployment>(
                    host,
                    u => u.RunAsync(new(null, "", "Editor", "2024-05", "2024-04", false, "", null), sam, Ct)
                )
            )
        );
        // Nothing of it was kept.
        Assert.False(await host.InScopeAsync(s => s.GetRequiredService<MetierDb>().Profiles.AnyAsync(Ct)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Visibility_decides_who_finds_a_profile(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var owner = await host.MemberAsync("Owner One", freelancer: true);
        var other = await host.MemberAsync("Other Two", client: true);
        var staff = await host.MemberAsync("Staff Three", roles: StaffRoles.Moderator);
        await Do<EditIntro>(host, u => u.RunAsync(new("Editor", "", "", null), owner, Ct));

        async Task<string> SeenBy()
        {
            var seen = new List<string>();
            foreach (
                var (name, visitor) in new (string, Actor?)[]
                {
                    ("visitor", null),
                    ("other", other),
                    ("staff", staff),
                    ("owner", owner),
                }
            )
            {
                if (await Views(host, v => v.FindAsync(owner.MemberId, visitor, false, Ct)) is not null)
                {
                    seen.Add(name);
                }
            }
            return string.Join(' ', seen);
        }

        Assert.Equal("visitor other staff owner", await SeenBy());
        await Do<SetVisibility>(host, u => u.RunAsync("Members", owner, Ct));
        Assert.Equal("other staff owner", await SeenBy());
        await Do<SetVisibility>(host, u => u.RunAsync("Hidden", owner, Ct));
        Assert.Equal("staff owner", await SeenBy());
        Assert.NotNull(await Views(host, v => v.FindAsync(owner.MemberId, other, related: true, Ct)));
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Another_persons_entries_do_not_exist(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var owner = await host.MemberAsync("Owner One", freelancer: true);
        var other = await host.MemberAsync("Other Two", freelancer: true);
        var client = await host.MemberAsync("Client Three", client: true);
        await Do<SaveWork>(host, u => u.RunAsync(new(null, "Poster", "", "", "", [], [], null), owner, Ct));
        var work = (await Views(host, v => v.OwnAsync(owner, Ct)))!.Work[0].Id;

        Assert.True(
            (
                await Do<SaveWork>(host, u => u.RunAsync(new(work, "Mine", "", "", "", [], [], null), other, Ct))
            ).IsNotFound
        );
        Assert.True((await Do<RemoveEntry>(host, u => u.RunAsync(ProfileList.Work, work, other, Ct))).IsNotFound);
        Assert.True((await Do<MoveWork>(host, u => u.RunAsync(work, other, Ct))).IsNotFound);
        Assert.True((await Do<EditIntro>(host, u => u.RunAsync(new("I hire", "", "", null), client, Ct))).IsNotFound);
        Assert.Null(await Views(host, v => v.OwnAsync(client, Ct)));
        Assert.Equal("Poster", (await Views(host, v => v.OwnAsync(owner, Ct)))!.Work[0].Title);
    }

    [Theory, MemberData(nameof(Stores.Both), MemberType = typeof(Stores))]
    public async Task Loading_the_taxonomy_again_changes_nothing(Store store)
    {
        await using var host = await TestHost.StartAsync(store);
        var again = await host.InScopeAsync(s =>
            s.GetRequiredService<LoadTaxonomy>().RunAsync(TaxonomyFiles.Read(), Ct)
        );
        Assert.False(again.Value);

        // A later release renames a skill, moves an alias and drops another skill.
        var shipped = TaxonomyFiles.Read();
        var later = shipped with
        {
            Hash = new string('0', 64),
            Skills =
            [
                .. shipped
                    .Skills.Where(s => s.Id != "perl")
                    .Select(s =>
                        s.Id switch
                        {
                            "javascript" => s with { Names = [.. s.Names.Where(n => n.Normalised != "js")] },
                            "typescript" => s with { Names = [.. s.Names, new("typescript", "en", "js", "js", false)] },
                            _ => s,
                        }
                    ),
            ],
        };
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<LoadTaxonomy>().RunAsync(later, Ct))).Value);
        var catalogue = host.Services.GetRequiredService<SkillCatalogue>();
        await catalogue.ReloadAsync(later, Ct);
        Assert.Equal("typescript", catalogue.Named("JS")!.Id);
        Assert.Null(catalogue.Named("Perl"));
        Assert.False(catalogue.Find("perl")!.Offered);
    }

    internal static Upload Image(string name, int width = 60, int height = 40)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.Teal);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var bytes = data.ToArray();
        return new Upload(name, bytes.Length, () => new MemoryStream(bytes));
    }

    private static string[] Fields(Outcome<Done> outcome) => [.. outcome.Refusals.Select(r => r.Field!).Distinct()];

    private static Task<StoredFile> PhotoAsync(TestHost host, Actor actor) =>
        host.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<MetierDb>();
            var id = await db.Profiles.Where(p => p.Id == actor.MemberId).Select(p => p.PhotoId).SingleAsync(Ct);
            return await db.Set<StoredFile>().AsNoTracking().SingleAsync(f => f.Id == id, Ct);
        });

    private static Task<Outcome<Done>> Do<T>(TestHost host, Func<T, Task<Outcome<Done>>> use)
        where T : notnull => host.InScopeAsync(s => use(s.GetRequiredService<T>()));

    private static Task<T> Views<T>(TestHost host, Func<ProfileViews, Task<T>> read) =>
        host.InScopeAsync(s => read(s.GetRequiredService<ProfileViews>()));
}

using Metier.Jobs;
using Metier.Platform;
using Metier.Profiles;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Browser.Tests.Proposals;

/// <summary>A job with three proposals, made through the use cases.</summary>
internal sealed record ProposalScene(Actor Client, IReadOnlyList<Actor> People, Guid Job, IReadOnlyList<Guid> Sent)
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    public static async Task<ProposalScene> BuildAsync(Site site)
    {
        var client = await site.MemberAsync("Claire Martin");
        var job = await PostAsync(site, client);
        var question = (await site.InScopeAsync(s => s.GetRequiredService<JobViews>().OwnAsync(job, client, Ct)))!
            .Questions[0]
            .Id;
        var people = new List<Actor>();
        var sent = new List<Guid>();
        foreach (
            var (name, title, city, price, weeks, milestones, answer) in new[]
            {
                (
                    "Inès Mercier",
                    "Illustrator, picture books and editorial",
                    "Lyon",
                    "4200",
                    "12",
                    new TypedMilestone[]
                    {
                        new("Roughs", "1200", "2027-01-30"),
                        new("Colour", "2400", "2027-03-01"),
                        new("Files", "600", null),
                    },
                    "The Late Hedgehog: same age, same paper stock. I'd keep its roughs-first rhythm."
                ),
                (
                    "Tomasz Wilk",
                    "Illustrator and layout artist",
                    "Gdańsk",
                    "3800",
                    "10",
                    [],
                    "“Lampa”, 40 pages; I also did the layout, which would save you a typesetter."
                ),
                (
                    "Noor Haddad",
                    "Storyteller with ink and paper",
                    "Amman",
                    "3000",
                    "16",
                    [],
                    "My Storytime sheets. This would be my first full book. Write to noor@example.org."
                ),
            }
        )
        {
            var person = await site.MemberAsync(name, hat: Hat.Freelancer);
            await site.InScopeAsync(s =>
                s.GetRequiredService<EditIntro>()
                    .RunAsync(new(title, "I draw animals for children.", "", null), person, Ct)
            );
            await site.InScopeAsync(s =>
                s.GetRequiredService<SetPlace>().RunAsync(new(city, "FR", "Europe/Paris", null), person, Ct)
            );
            var typed = new ProposalTyped(
                price,
                "I have drawn three picture books for this age, and I would begin with roughs of all sixteen spreads.\nYou see them before a single colour is mixed.",
                weeks,
                "Weeks",
                null,
                milestones,
                [new TypedAnswer(question, answer)],
                []
            );
            var written = await site.InScopeAsync(s =>
                s.GetRequiredService<WriteProposal>().RunAsync(new(job, typed), person, Ct)
            );
            await site.InScopeAsync(s => s.GetRequiredService<SendProposal>().RunAsync(written.Value, person, Ct));
            people.Add(person);
            sent.Add(written.Value);
        }
        await site.InScopeAsync(s =>
            s.GetRequiredService<NoteOnProposal>()
                .RunAsync(new(sent[0], "Best fit on tone. Ask about January.", "5"), client, Ct)
        );
        return new ProposalScene(client, people, job, sent);
    }

    private static async Task<Guid> PostAsync(Site site, Actor client)
    {
        var id = await site.InScopeAsync(s => Task.FromResult(Ids.New(s.GetRequiredService<TimeProvider>())));
        JobPart[] parts =
        [
            new WhatPart(
                "Picture book, 32 pages",
                "Sixteen spreads in watercolour for children from four to six.\n\n- roughs of all spreads first\n- files ready for print",
                "illustration",
                "en"
            ),
            new SkillsPart("Adobe Photoshop", "", "Medium", "Quarter", "Solid"),
            new PricePart("FixedPrice", "4500", null, null, null),
            new QuestionsPart([new("Which book of yours is closest to this one?", true)]),
            new AudiencePart("Everyone", null),
        ];
        foreach (var part in parts)
        {
            await site.InScopeAsync(s => s.GetRequiredService<SaveJob>().RunAsync(new(id, part), client, Ct));
        }
        var posted = await site.InScopeAsync(s =>
            s.GetRequiredService<PostJob>().RunAsync(new(id, new AudiencePart("Everyone", null)), client, Ct)
        );
        Assert.True(posted.Ok);
        return id;
    }
}

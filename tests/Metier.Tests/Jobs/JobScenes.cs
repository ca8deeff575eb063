using Metier.Jobs;
using Metier.Platform;
using Metier.Proposals;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Jobs;

/// <summary>Jobs and proposals as tests need them, made through the use cases.</summary>
internal static class JobScenes
{
    public static readonly ProposalTyped Proposal = new(
        "3800",
        "I have drawn three picture books for this age.",
        "10",
        "Weeks",
        null,
        [],
        [],
        []
    );

    extension(TestHost host)
    {
        public Task<Outcome<DateTime>> SaveAsync(Guid id, JobPart part, Actor actor, bool unfinished = false) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<SaveJob>().RunAsync(new(id, part, unfinished), actor, CancellationToken.None)
            );

        public async Task<Guid> DraftAsync(
            Actor client,
            string title = "Picture book, 32 pages",
            IReadOnlyList<TypedQuestion>? questions = null,
            bool hourly = false,
            string visibility = "Everyone"
        )
        {
            var id = Ids.New(host.Clock);
            JobPart[] parts =
            [
                new WhatPart(title, "Sixteen spreads in watercolour.", "illustration", "en"),
                new SkillsPart("Adobe Photoshop", "", "Medium", "Quarter", "Solid"),
                hourly
                    ? new PricePart("Hourly", null, "30", "45", null)
                    : new PricePart("FixedPrice", "4500", null, null, null),
                new QuestionsPart(questions ?? []),
                new AudiencePart(visibility, hourly ? "Activity" : null),
            ];
            foreach (var part in parts)
            {
                var saved = await host.SaveAsync(id, part, client);
                Assert.True(saved.Ok, string.Join("; ", saved.Refusals.Select(r => r.Field + " " + r.Message)));
            }
            return id;
        }

        public Task<Outcome<Done>> PostAsync(
            Guid id,
            Actor client,
            string visibility = "Everyone",
            string? proof = null
        ) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<PostJob>()
                    .RunAsync(new(id, new AudiencePart(visibility, proof)), client, CancellationToken.None)
            );

        public async Task<Guid> PostedAsync(
            Actor client,
            string title = "Picture book, 32 pages",
            IReadOnlyList<TypedQuestion>? questions = null,
            bool hourly = false,
            string visibility = "Everyone"
        )
        {
            var id = await host.DraftAsync(client, title, questions, hourly, visibility);
            var posted = await host.PostAsync(id, client, visibility, hourly ? "Activity" : null);
            Assert.True(posted.Ok, string.Join("; ", posted.Refusals.Select(r => r.Field + " " + r.Message)));
            return id;
        }

        public Task<JobView?> JobAsync(Guid id, Actor? actor) =>
            host.InScopeAsync(s => s.GetRequiredService<JobViews>().FindAsync(id, actor, CancellationToken.None));

        public Task<Outcome<Guid>> WriteAsync(
            Guid jobId,
            Actor freelancer,
            ProposalTyped? typed = null,
            bool unfinished = false
        ) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<WriteProposal>()
                    .RunAsync(new(jobId, typed ?? Proposal, unfinished), freelancer, CancellationToken.None)
            );

        public Task<Outcome<Done>> SendAsync(Guid id, Actor freelancer) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<SendProposal>().RunAsync(id, freelancer, CancellationToken.None)
            );

        /// <summary>A proposal that reached the client.</summary>
        public async Task<Guid> ProposedAsync(Guid jobId, Actor freelancer, ProposalTyped? typed = null)
        {
            var written = await host.WriteAsync(jobId, freelancer, typed);
            Assert.True(written.Ok, string.Join("; ", written.Refusals.Select(r => r.Field + " " + r.Message)));
            var sent = await host.SendAsync(written.Value, freelancer);
            Assert.True(sent.Ok, string.Join("; ", sent.Refusals.Select(r => r.Field + " " + r.Message)));
            return written.Value;
        }

        public Task<ProposalView?> ProposalAsync(Guid id, Actor actor) =>
            host.InScopeAsync(s => s.GetRequiredService<ProposalViews>().FindAsync(id, actor, CancellationToken.None));

        public Task<Outcome<Guid>> InviteAsync(Guid jobId, Guid freelancerId, Actor client, string? message = null) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<InviteFreelancer>()
                    .RunAsync(new(jobId, freelancerId, message), client, CancellationToken.None)
            );

        public Task<ProposalAllowance> AllowanceAsync(Actor freelancer) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<ProposalViews>().AllowanceAsync(freelancer, CancellationToken.None)
            );

        /// <summary>Freelancers straight into the database, for rules that need many people.</summary>
        public async Task<List<Actor>> FreelancersAsync(int count)
        {
            var all = new List<Actor>();
            for (var i = 0; i < count; i++)
            {
                all.Add(await host.MemberAsync($"Freelancer {i}", freelancer: true));
            }
            return all;
        }
    }
}

using System.Globalization;
using Metier.Contracts;
using Metier.Platform;
using Metier.Reputation;

namespace Metier.Demo;

/// <summary>What both sides say after a contract: mostly good, as among people who chose each other, and not always.</summary>
internal sealed class DemoReviews(DemoWorld world, DemoJobs jobs)
{
    private readonly DemoRandom random = world.Random("reviews");

    public Task GiveAsync(DemoDeal deal, Side side)
    {
        var language = deal.Job.Language;
        var words = world.Texts.In(language);
        var mixed = side == Side.Client && random.Chance(0.1);
        var comment =
            mixed ? jobs.Draw(language + ".mixed", words.Mixed)
            : side == Side.Client
                ? $"{jobs.Draw(language + ".praise", words.ClientPraise)} {jobs.Draw(language + ".details", words.ClientDetails)}"
            : jobs.Draw(language + ".client.praise", words.FreelancerPraise);
        var actor = (side == Side.Client ? deal.Client : deal.Freelancer).Actor;
        return world.DoAsync<GiveFeedback, bool>(
            language,
            u =>
                u.RunAsync(
                    new FeedbackInput(
                        Guid.CreateVersion7(),
                        deal.ContractId,
                        new ReviewTyped(
                            Star(mixed),
                            Star(mixed),
                            Star(mixed),
                            Star(mixed),
                            Star(mixed),
                            Star(mixed),
                            comment
                        ),
                        new PrivateTyped(
                            nameof(EndedBecause.Finished),
                            (mixed ? random.Between(5, 7) : random.Between(8, 10)).ToString(
                                CultureInfo.InvariantCulture
                            )
                        )
                    ),
                    actor,
                    default
                )
        );
    }

    private string Star(bool mixed) =>
        (
            mixed ? random.Between(3, 4)
            : random.Chance(0.75) ? 5
            : 4
        ).ToString(CultureInfo.InvariantCulture);

    /// <summary>The freelancer thanks in public.</summary>
    public Task ReplyAsync(DemoDeal deal) =>
        world.DoAsync<ReplyToReview, Done>(
            deal.Job.Language,
            u =>
                u.RunAsync(
                    deal.ContractId,
                    jobs.Draw(deal.Job.Language + ".thanks", world.Texts.In(deal.Job.Language).Thanks),
                    deal.Freelancer.Actor,
                    default
                )
        );
}

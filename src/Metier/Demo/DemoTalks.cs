using Metier.Contracts;
using Metier.Platform;
using Metier.Proposals;
using Metier.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Demo;

/// <summary>What the two sides write to each other, in turns, the client first.</summary>
internal sealed class DemoTalks(DemoWorld world)
{
    private readonly DemoRandom random = world.Random("talks");
    private readonly Dictionary<string, Deck<string[]>> decks = [];

    /// <summary>About a proposal. With <paramref name="read"/> both have read it all.</summary>
    public async Task AboutProposalAsync(DemoJob job, DemoPerson freelancer, Guid proposal, bool read)
    {
        var talk = Draw(job.Language);
        var room = await world.DoAsync<MessageProposal, Guid>(
            job.Language,
            u => u.RunAsync(new(proposal, Guid.CreateVersion7(), talk[0], []), job.Client.Actor, default)
        );
        await GoOnAsync(room, job, freelancer, talk[1..], job.Client, read);
    }

    /// <summary>In the room of a contract.</summary>
    public async Task InContractAsync(DemoDeal deal, bool read)
    {
        var subject = ContractRoom.Of(deal.ContractId, deal.Client.ClientId!.Value, deal.Freelancer.Id);
        var room = await world.InAsync(
            deal.Job.Language,
            s => s.GetRequiredService<RoomViews>().FindIdAsync(subject, deal.Client.Actor, default)
        );
        if (room is { } open)
        {
            await GoOnAsync(open, deal.Job, deal.Freelancer, Draw(deal.Job.Language), deal.Freelancer, read);
        }
    }

    private async Task GoOnAsync(
        Guid room,
        DemoJob job,
        DemoPerson freelancer,
        string[] lines,
        DemoPerson before,
        bool read
    )
    {
        var author = before;
        await world.TogetherAsync(
            job.Language,
            async scene =>
            {
                foreach (var line in lines)
                {
                    author = author == freelancer ? job.Client : freelancer;
                    world.Pass(TimeSpan.FromMinutes(random.Between(4, 70)));
                    var actor = author.Actor;
                    await scene.DoAsync<SendMessage, long>(u =>
                        u.RunAsync(new(room, Guid.CreateVersion7(), line, [], long.MaxValue), actor, default)
                    );
                    scene.Db.ChangeTracker.Clear();
                }
            }
        );
        if (read)
        {
            var other = (author == freelancer ? job.Client : freelancer).Actor;
            await world.DoAsync<MarkRead, Done>(job.Language, u => u.RunAsync(room, long.MaxValue, other, default));
        }
    }

    private string[] Draw(string language)
    {
        if (!decks.TryGetValue(language, out var deck))
        {
            decks[language] = deck = new Deck<string[]>(world.Texts.In(language).Talks, random);
        }
        return deck.Draw();
    }
}

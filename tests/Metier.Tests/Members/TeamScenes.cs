using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Tests.Members;

/// <summary>Clients of more than one person.</summary>
internal static class TeamScenes
{
    extension(TestHost host)
    {
        /// <summary>Another person of the client's, with this role.</summary>
        public async Task<Actor> ColleagueAsync(Actor client, string name, ClientRole role)
        {
            var member = await host.MemberAsync(name);
            return await host.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<MetierDb>();
                db.Add(
                    new ClientMember
                    {
                        ClientId = client.ClientId!.Value,
                        MemberId = member.MemberId,
                        Role = role,
                        Since = host.Now,
                    }
                );
                await db.SaveChangesAsync();
                return (
                    await s.GetRequiredService<ActorLoader>().LoadAsync(member.MemberId, null, CancellationToken.None)
                )!;
            });
        }

        /// <summary>The client's owner gives this person another role.</summary>
        public Task BecomesAsync(Actor person, ClientRole role) =>
            host.InScopeAsync(s =>
                s.GetRequiredService<MetierDb>()
                    .Set<ClientMember>()
                    .Where(m => m.MemberId == person.MemberId)
                    .ExecuteUpdateAsync(u => u.SetProperty(m => m.Role, role))
            );
    }
}

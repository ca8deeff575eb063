using Metier.Jobs;
using Metier.Platform;
using Metier.Rooms;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Proposals;

/// <summary>Proposals and invitations: written, sent, sorted, answered.</summary>
public sealed class ProposalsModule : Module
{
    public override void Tables(ModelBuilder model) => ProposalsTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ProposalAccess>();
        services.AddScoped<ProposalViews>();
        services.AddScoped<InvitationViews>();
        services.AddScoped<ProposalsForOffers>();
        services.AddScoped<WriteProposal>();
        services.AddScoped<SendProposal>();
        services.AddScoped<WithdrawProposal>();
        services.AddScoped<OpenProposal>();
        services.AddScoped<SortProposal>();
        services.AddScoped<DeclineProposal>();
        services.AddScoped<NoteOnProposal>();
        services.AddScoped<InviteFreelancer>();
        services.AddScoped<DeclineInvitation>();
        services.AddScoped<IgnoreInvitation>();
        services.AddScoped<ProposalRoom>();
        services.AddScoped<ProposalRoomViews>();
        services.AddScoped<MessageProposal>();
        services.AddHandler<JobClosed, ReturnAllowance>();
        services.AddHandler<JobClosed, TellOfJobEnd>();
        services.AddHandler<ClientFirstWrote, MarkMessaged>();
        services.AddHandler<ProposalSent, TellProposalRoom>();
        services.AddHandler<ProposalWithdrawn, TellProposalRoom>();
        services.AddHandler<ProposalDeclined, TellProposalRoom>();
        services.AddHandler<InvitationDeclined, TellProposalRoom>();
    }
}

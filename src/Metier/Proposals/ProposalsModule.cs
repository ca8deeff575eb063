using Metier.Jobs;
using Metier.Platform;
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
        services.AddHandler<JobClosed, ReturnAllowance>();
        services.AddHandler<JobClosed, TellOfJobEnd>();
        services.AddScoped<ProposalLetters>();
        services.AddHandler<ProposalSent, TellOfProposals>();
        services.AddHandler<ProposalChanged, TellOfProposals>();
        services.AddHandler<ProposalWithdrawn, TellOfProposals>();
        services.AddHandler<ProposalDeclined, TellOfProposals>();
        services.AddHandler<InvitationSent, TellOfInvitations>();
        services.AddHandler<InvitationDeclined, TellOfInvitations>();
    }
}

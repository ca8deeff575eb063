using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Members;

/// <summary>Accounts, sign-in, clients and who acts for them.</summary>
public sealed class MembersModule : Module
{
    public override void Tables(ModelBuilder model) => MembersTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ActorLoader>();
        services.AddScoped<MemberViews>();
        services.AddScoped<ClientRoles>().AddScoped<PeopleByMail>();
        services.AddScoped<MemberLinks>();
        services.AddScoped<MemberMails>();
        services.AddScoped<SignUp>();
        services.AddScoped<ConfirmEmail>();
        services.AddScoped<SendConfirmation>();
        services.AddScoped<AskForPasswordReset>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<ChangeEmail>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<TwoFactor>();
        services.AddScoped<AddSide>();
        services.AddScoped<SaveAccount>();
        services.AddScoped<SaveClient>();
        services.AddScoped<SwitchHat>();
        services.AddScoped<SuspendMember>();
        services.AddScoped<LiftSuspension>();
        services.AddScoped<AppealSuspension>();
        services.AddScoped<AnswerAppeal>();
        services.AddScoped<SuspensionViews>();
        services.AddScoped<StaffBench>();
        services.AddScoped<ChangeStaffRoles>();
        services.AddScoped<CheckIdentity>();
        services.AddScoped<AppointOperator>();
        services.AddScoped<PeopleViews>();
        services.AddHandler<PasswordResetAsked, MailLinks>();
        services.AddHandler<EmailChangeAsked, MailLinks>();
    }
}

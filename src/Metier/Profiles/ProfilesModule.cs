using Metier.Members;
using Metier.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Metier.Profiles;

/// <summary>What freelancers tell about themselves, and who may read it.</summary>
public sealed class ProfilesModule : Module
{
    public override void Tables(ModelBuilder model) => ProfilesTables.Map(model);

    public override void Services(IServiceCollection services)
    {
        services.AddScoped<ProfileAccess>();
        services.AddScoped<ProfileViews>();
        services.AddScoped<ListedProfiles>();
        services.AddScoped<EditIntro>();
        services.AddScoped<ChangePhoto>();
        services.AddScoped<ChooseSkills>();
        services.AddScoped<SuggestedSkills>();
        services.AddScoped<DismissSkill>();
        services.AddScoped<SetTerms>();
        services.AddScoped<ProfileCorrections>();
        services.AddScoped<SetPlace>();
        services.AddScoped<SetLanguages>();
        services.AddScoped<SetVisibility>();
        services.AddScoped<SaveEmployment>();
        services.AddScoped<SaveEducation>();
        services.AddScoped<SaveCertificate>();
        services.AddScoped<SaveWork>();
        services.AddScoped<MoveWork>();
        services.AddScoped<RemoveEntry>();
        services.AddHandler<ProfileFilesDropped, DropFiles>();
        services.AddHandler<MemberSuspended, ProfileFollowsSuspension>();
        services.AddHandler<MemberRestored, ProfileFollowsSuspension>();
    }
}

using Metropool.Hosting;
using Metropool.Http;
using Metropool.Intake;
using Metropool.Intake.Agreements;
using Metropool.Intake.Applications;
using Metropool.Intake.Editions;
using Metropool.Intake.Interests;
using Metropool.Intake.Nominations;
using Metropool.Intake.Offers;
using Metropool.Intake.Organisations;
using Metropool.Intake.PersonalData;
using Metropool.Intake.Retention;
using Metropool.Intake.Successions;
using Metropool.Jobs;
using Metropool.Mail;
using Metropool.Mail.Parked;
using Metropool.Messaging.Counting;
using Metropool.Pages;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddPages(PageForgeryProtection.Secret);
builder.AddPlatform<IntakeDbContext>(IntakeApi.Description, typeof(Program).Assembly);
builder.AddSettings<IntakeSettings>("Intake");
builder.AddMail<IntakeDbContext>();
builder.Services.AddDomainMetrics<IntakeMetrics>();
builder.Services.AddScoped<IAnnouncer, ApplicationAnnouncer>();
builder.Services.AddScoped<PlaceAllocator>().AddScoped<PlaceTransaction>().AddScoped<EditionCancellation>();
builder.Services.AddScoped<AgreementMails>().AddScoped<AgreementResponses>().AddScoped<EmployerContacts>().AddScoped<EmployerMatcher>();
builder.Services.AddScoped<IUndeliverableMailHandler, UndeliverableMailHandler>();
builder.Services.AddScoped<NominationMails>().AddScoped<NominationService>().AddScoped<NominationResponses>();
builder.Services.AddScoped<SuccessionMails>().AddScoped<PlaceReleases>();
builder.Services.AddScoped<InterestMails>().AddScoped<InterestNotifications>().AddScoped<MailWriter>();
builder.Services.AddProgrammeTimeJob<OfferExpiryJob>(IntakeSettings.JobIntervalOf);
builder.Services.AddProgrammeTimeJob<AgreementExpiryJob>(IntakeSettings.JobIntervalOf);
builder.Services.AddProgrammeTimeJob<ApplicationLapseJob>(IntakeSettings.JobIntervalOf);
builder.Services.AddRetention();

await using var app = builder.Build();
app.UseServiceApi()
    .MapProgrammeTime()
    .MapIntakeEditions()
    .MapIntakeInterests()
    .MapIntakeApplications()
    .MapIntakeAgreements()
    .MapIntakeNominations()
    .MapIntakeSuccessions()
    .MapPersonalData()
    .MapOutgoingMails();
var pages = app.MapPages(Refusals.HttpsRequired);
pages.MapInterestPages();
pages.MapAgreementPages();
pages.MapNominationPages();
pages.MapSuccessionPages();
app.MapDefaultEndpoints();
return await app.RunServiceAsync<IntakeDbContext>(args);

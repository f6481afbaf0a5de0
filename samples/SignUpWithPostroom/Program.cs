using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Postroom.Client;
using SignUpWithPostroom;

var builder = WebApplication.CreateBuilder(args);
var settings = PostroomSettings.From(builder.Configuration);
builder.Services.AddSingleton(settings);
builder.Services.AddHttpClient<AccountLinkClient>(http =>
{
    http.BaseAddress = settings.Url;
    http.Timeout = TimeSpan.FromSeconds(10);
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
});
builder.Services.AddSingleton<LinkOrders>();
builder.Services.AddHostedService(services => services.GetRequiredService<LinkOrders>());
builder.Services.AddSingleton<Members>();
builder.Services.AddSingleton<IPasswordHasher<Member>, PasswordHasher<Member>>();
builder.Services.AddAntiforgery();
builder.Services.AddAuthorization();
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(MemberSession.Configure);

var app = builder.Build();
app.Use(PageHeaders.WriteAsync);
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapHome();
app.MapSignUp();
app.MapSignIn();
app.MapReset();
await app.RunAsync();

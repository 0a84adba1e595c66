import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_initial"),
        ("workbench", "0002_unknown_staff"),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="password_set_at",
            field=models.DateTimeField(null=True, verbose_name="密码设置时间"),
        ),
        migrations.CreateModel(
            name="OldPassword",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hashed", models.CharField(max_length=128, verbose_name="密码摘要")),
                ("set_at", models.DateTimeField(verbose_name="设置时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
            ],
            options={"verbose_name": "旧密码"},
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="账号",
                    ),
                ),
                ("hashed", models.CharField(max_length=128, verbose_name="登录码摘要")),
                ("ends_at", models.DateTimeField(verbose_name="失效时间")),
            ],
            options={"verbose_name": "一次性登录码"},
        ),
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                        verbose_name="会话摘要",
                    ),
                ),
                ("began", models.DateTimeField(verbose_name="登录时间")),
                ("seen", models.DateTimeField(verbose_name="最近使用")),
                (
                    "address",
                    models.CharField(blank=True, default="", max_length=45, verbose_name="地址"),
                ),
                (
                    "browser",
                    models.CharField(blank=True, default="", max_length=40, verbose_name="浏览器"),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="staff.staff",
                        verbose_name="工作人员",
                    ),
                ),
            ],
            options={"verbose_name": "会话"},
        ),
    ]

"""The addresses of the pages that mailed links open."""

from django.urls import path

from comments.links import own, views

urlpatterns = [
    path("mail/confirm/", views.ConfirmPage.as_view(), name="mail_confirm"),
    path("mail/stop/", views.StopPage.as_view(), name="mail_stop"),
    path("mail/own/", own.OwnPage.as_view(), name="mail_own"),
]

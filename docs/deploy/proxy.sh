#!/bin/sh
# Run by the image of nginx before it starts (compose.yaml): makes its configuration of the recipe,
# with the names of SITE_URL and ALLOWED_HOSTS, the site's own container, and the log of the container.
set -eu

recipe=${RECIPE:-/etc/antou/nginx.conf}
made=${MADE:-/etc/nginx/conf.d/antou.conf}

case $SITE_URL in
  https://?*) name=${SITE_URL#https://} ;;
  *) echo "SITE_URL 应形如 https://www.example.com，现在是“$SITE_URL”。" >&2; exit 1 ;;
esac
name=${name%/}
names="$name $(printf %s "${ALLOWED_HOSTS:-}" | tr , ' ')"
case $names in
  *[!A-Za-z0-9.\ -]*) echo "SITE_URL 和 ALLOWED_HOSTS 里只能有域名，现在是“$names”。" >&2; exit 1 ;;
esac
case ${PROXY_SECRET:-} in
  ''|*[!A-Za-z0-9_-]*) echo "PROXY_SECRET 应为字母和数字，例如 openssl rand -hex 32 的输出。" >&2; exit 1 ;;
esac
if [ ! -r "${CERTIFICATES:-/etc/letsencrypt}/live/$name/fullchain.pem" ]; then
  echo "还没有 $name 的证书，请先按 docs/deploy/containers.md 申请。" >&2
  exit 1
fi

sed -e "s/server_name www\.example\.com;/server_name $names;/" \
    -e "s/www\.example\.com/$name/g" \
    -e "s/PROXY_SECRET/$PROXY_SECRET/" \
    -e "s/^    server 127\.0\.0\.1:8000;/    zone antou 64k;\n    resolver 127.0.0.11 valid=5s;\n    server site:8000 resolve;/" \
    -e 's|/var/log/nginx/antou\.log|/dev/stdout|' \
    -e 's|/var/log/nginx/antou-error\.log|/dev/stderr|' \
    "$recipe" >"$made"

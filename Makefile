# One command each; website/bootstrap.py does the work and needs nothing but Python.
#   make run PORT=9000 DATA_DIR=/srv/antou     make test ARGS="-k search"
# PYTHON is not taken from the environment: `make run PYTHON=python3.12` names another one.
PYTHON = python3
WHAT = run test check audit format lock bench screens

.PHONY: help $(WHAT)
.DEFAULT_GOAL := help

# The candidate is run, not looked up: a shim may exist and not work.
$(WHAT):
	@$(PYTHON) -c '' 2>/dev/null || { echo '没有找到可用的 $(PYTHON)，请先安装 Python 3.11 或更高版本。' >&2; exit 1; }; \
	exec $(PYTHON) website/bootstrap.py $@

help:
	@echo 'make run      启动网站：http://127.0.0.1:8000（可加 PORT=9000 DATA_DIR=目录）'
	@echo 'make test     运行测试（可加 ARGS="-k 名称"，或 STAGE=ci 多测一些）'
	@echo 'make check    检查代码格式、模板格式和正式环境的配置'
	@echo 'make audit    发布前的全部检验：两种数据库、每个页面，需要 Chromium、Node、Java 和 PostgreSQL'
	@echo 'make format   整理代码和模板的格式'
	@echo 'make lock     按 requirements*.in 重新锁定依赖的版本'
	@echo 'make bench    测量速度'
	@echo 'make screens  截取全部页面，放进 screens；文档里用到的放进 docs/screens'

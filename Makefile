# Two commands are enough: `make demo` and `make test`. Each installs what it needs.
# 二つのコマンドで足ります: make demo と make test。必要なものは自分で入れます。

export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --frozen
DEMO_RUN := $(UV) run --frozen --no-default-groups

.DEFAULT_GOAL := help
.PHONY: help demo test check fix docs bench install install-demo

help: ## この一覧 / this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: install-demo ## 証券会社と攻撃を作り、判定し、報告書を書く / simulate a brokerage under attack, judge it, write the report
	$(DEMO_RUN) sekisho demo

test: install ## すべての試験（SQLiteとPostgreSQL） / every test, on SQLite and on PostgreSQL
	sh tools/system_packages.sh test
	$(RUN) coverage erase
	$(RUN) coverage run -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
	$(RUN) coverage combine --quiet
	$(RUN) coverage report --skip-empty
	$(RUN) coverage report --skip-empty --fail-under=100 --include='*/activity/rules/*,*/activity/operations/*,*/decisions/rules/*,*/decisions/operations/*,*/surveillance/rules/*,*/surveillance/operations/*,*/journal/operations*,*/gateway/operations/*,*/notices/rules/*,*/notices/operations/*,*/authentication/*'

check: install ## 様式・型・構造・ルールブック・秘密・依存関係 / style, types, architecture, rulebook, secrets, dependencies
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) python tools/mirror.py
	$(RUN) sekisho rulebook check
	$(RUN) sekisho policy check
	$(RUN) sekisho notices lint
	$(RUN) python tools/secret_scan.py
	$(RUN) python tools/audit.py

fix: install ## 直せる様式を直す / mend what the tools can mend
	$(RUN) ruff check --fix
	$(RUN) ruff format

docs: install ## 文書を作る / build the documentation, warnings are errors
	$(RUN) sphinx-build -W --keep-going -q -b html docs docs/_build/html

bench: install ## 速さを測る / measure speed
	$(RUN) sekisho bench replay --json
	$(RUN) sekisho bench backtest --json
	$(RUN) sekisho bench auth --json

install: ## 開発に要るものを入れる / install what development needs
	@sh tools/bootstrap.sh
	$(UV) sync --frozen --quiet

install-demo:
	@sh tools/bootstrap.sh
	$(UV) sync --frozen --quiet --no-default-groups

// Comfort only: the page says everything without this.
"use strict";
(() => {
	const radios = document.querySelectorAll(".languages input");
	const said = document.getElementById("said");
	const chinese = () => document.getElementById("in-chinese").checked;
	const word = (english, other) => (chinese() ? other : english);

	function show_language() {
		document.documentElement.lang = chinese() ? "zh" : "en";
	}

	function remembered(value) {
		try {
			if (value)
				localStorage.setItem("netdoctor-language", value);
			return localStorage.getItem("netdoctor-language");
		} catch {
			return null;
		}
	}

	for (const radio of radios) {
		if (radio.value === remembered())
			radio.checked = true;
		radio.addEventListener("change", () => {
			remembered(radio.value);
			show_language();
		});
	}
	show_language();

	function select(element) {
		const range = document.createRange();
		range.selectNodeContents(element);
		getSelection().removeAllRanges();
		getSelection().addRange(range);
	}

	async function copy(element) {
		try {
			await navigator.clipboard.writeText(element.textContent);
			return true;
		} catch {
			select(element);
			return document.execCommand("copy");
		}
	}

	for (const button of document.querySelectorAll(".copy")) {
		button.hidden = false;
		button.addEventListener("click", async () => {
			const done = await copy(button.parentElement.querySelector("code"));
			said.textContent = done ? word("Copied", "已复制") : word("Selected", "已选中");
			button.classList.toggle("done", done);
			setTimeout(() => button.classList.remove("done"), 1500);
		});
	}

	function unfold(target) {
		for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details"))
			fold.open = true;
	}

	function follow() {
		const target = location.hash && document.getElementById(location.hash.slice(1));
		if (!target)
			return;
		unfold(target);
		target.scrollIntoView();
	}
	addEventListener("hashchange", follow);
	follow();

	const facts = document.querySelectorAll("details.fact");
	const all = document.getElementById("unfold");
	all.hidden = !facts.length;
	all.addEventListener("click", () => {
		const open = [...facts].some((fact) => !fact.open);
		for (const fact of facts)
			fact.open = open;
	});

	const save = document.getElementById("save");
	save.hidden = false;
	save.addEventListener("click", () => {
		const report = JSON.parse(document.getElementById("report").textContent);
		const blob = new Blob([JSON.stringify(report, null, "\t"), "\n"], { type: "application/json" });
		const link = document.createElement("a");
		link.href = URL.createObjectURL(blob);
		link.download = "netdoctor-report.json";
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 1000);
	});
})();

# Is read before boot-entry.sh: the entries of GRUB's menu, by GRUB's own rules. A title or an id names an entry; an entry in a submenu
# has a path of such names, separated by `>`; a `>` in a title is doubled. GRUB looks for the saved entry from the top of the menu: the
# name alone of an entry in a submenu boots something else.

# menu_entries FILE…: prints every name of every entry, a line each, the name by ids where there are any first, and behind a tab what the
# entry loads, with its options. An entry's lines follow one another, set apart from the next by an empty line.
menu_entries() {
  awk '
    function word(text,  quote) {
      quote = substr(text, 1, 1)
      if (quote == "\047" || quote == "\"") {
        text = substr(text, 2)
        return substr(text, 1, index(text, quote) - 1)
      }
      sub(/[ \t].*/, "", text)
      return text
    }
    { sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "") }
    /^(menuentry|submenu)[ \t]/ {
      is_entry = /^menuentry/
      rest = $0
      sub(/^[a-z]+[ \t]+/, "", rest)
      title = word(rest)
      gsub(/>/, ">>", title)
      id = ""
      if (match(rest, /(--id|\$menuentry_id_option|\$\{menuentry_id_option\})[ \t=]+/)) id = word(substr(rest, RSTART + RLENGTH))
      names = 0
      above = depth > 0 ? count[depth] : 1
      for (i = 1; i <= above; i++) {
        path = depth > 0 ? all[depth, i] ">" : ""
        if (id != "") own[++names] = path id
        own[++names] = path title
      }
      if (is_entry) {
        for (i = 1; i <= names; i++) print own[i]
        loads = ""
        of_entry = depth + 1
        if (!/\{$/) print ""
      }
    }
    /^(linux|initrd|multiboot|module|xen_|chainloader|configfile|devicetree)/ { loads = loads " " $0 }
    /\{$/ {
      # An entry or a function has no entries of its own: the menu above it goes on after it.
      depth++
      count[depth] = 0
      if (/^submenu[ \t]/) { count[depth] = names; for (i = 1; i <= names; i++) all[depth, i] = own[i] }
    }
    /^\}$/ {
      if (depth == of_entry) {
        if (loads != "") print "\t" loads
        print ""
        of_entry = 0
      }
      depth--
    }
  ' "$@"
}

# loader_entries FILE…: the same of the files of a menu by the Boot Loader Specification (blscfg): an id is the name of its file.
loader_entries() {
  local file name
  for file in "$@"; do
    name=${file##*/}
    echo "${name%.conf}"
    sed -n 's/^title[[:space:]]*//p' "$file" | head -n 1
    printf '\t%s\n\n' "$(grep -E '^(linux|initrd|options|efi|devicetree)[[:space:]]' "$file" | xargs)"
  done
}

# reads_environment FILE…: whether a menu boots what GRUB's environment names, for good (saved_entry) and for one boot (next_entry).
reads_environment() { grep -qs saved_entry "$@" && grep -qs next_entry "$@"; }

# is_one_entry NAME OTHER: whether both name one entry of those on stdin, printed by the functions above, or two that load the same, as
# the first of a distribution's menu and its like among the advanced ones do.
is_one_entry() {
  [[ $1 != "$2" ]] || return 0
  one=$1 other=$2 awk 'BEGIN { RS = ""; FS = "\n" } {
    loads = $(NF) ~ /^\t/ ? $(NF) : "\t" NR
    for (i = 1; i <= NF; i++) {
      if ($i == ENVIRON["one"] && first == "") first = loads
      if ($i == ENVIRON["other"] && second == "") second = loads
    }
  } END { exit !(first != "" && first == second) }'
}

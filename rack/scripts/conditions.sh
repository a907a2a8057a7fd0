#!/bin/bash
# Says under which conditions a machine works, whatever it is (host, simulator, guest): one line a fact, its name, a tab, its value in
# the machine's own words. Input: none; `platforms`, the platforms' functions, reading.sh and `packages` stand in front of it
# (facts-script.ts). Changes nothing, so it may run at any time; nothing to undo. What cannot be asked is left out.
# A platform may define NAME_conditions: says what its hypervisor knows and the machine's own kernel does not.

# say NAME VALUE: prints nothing where the value is not known.
say() { [[ -z ${2-} ]] || printf '%s\t%s\n' "$1" "${2//[$'\001'-$'\037']/ }"; }

# say_file NAME FILE: says a file's first line.
say_file() {
  local said
  read_into said "$2"
  say "$1" "$said"
}

# Prints the different ones of its arguments, in order.
distinct() {
  local word all=()
  for word in "$@"; do [[ " ${all[*]} " == *" $word "* ]] || all+=("$word"); done
  printf '%s' "${all[*]}"
}

# Every CPU has the same: the first one answers for all.
while IFS=: read -r name value; do
  case $name in
    'model name'*) say CPU "${value# }" ;;
    microcode*) say microcode "${value# }" ;;
    '') break ;;
  esac
done < /proc/cpuinfo

# Under Xen these are dom0's; facts.sh has the host's.
say_file "the kernel's CPUs" /sys/devices/system/cpu/online
read -r _ value _ < /proc/meminfo
say "the kernel's memory" "$((value / 1024)) MiB"

mitigations=()
for path in /sys/devices/system/cpu/vulnerabilities/*; do
  read_into value "$path"
  [[ $value == 'Not affected' ]] || mitigations+=("${path##*/}: ${value#Mitigation: };")
done
mitigated="${mitigations[*]}"
say mitigations "${mitigated%;}"

governors=() states=() disabled='' speed=''
for path in /sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor; do
  read_into value "$path"
  governors+=("$value")
done
say governor "$(distinct "${governors[@]}")"
say_file 'frequency driver' /sys/devices/system/cpu/cpu0/cpufreq/scaling_driver
read_into no_turbo /sys/devices/system/cpu/intel_pstate/no_turbo
read_into boost /sys/devices/system/cpu/cpufreq/boost
case ${no_turbo?}/${boost?} in
  0/* | /1) say turbo on ;;
  1/* | /0) say turbo off ;;
esac
for path in /sys/devices/system/cpu/cpu0/cpuidle/state[0-9]*; do
  read_into disabled "$path/disable"
  read_into value "$path/name"
  [[ $disabled == 1 ]] || states+=("$value")
done
say C-states "${states[*]}"
say_file 'idle driver' /sys/devices/system/cpu/cpuidle/current_driver
say_file 'SMT' /sys/devices/system/cpu/smt/control

pages=()
for path in /sys/kernel/mm/hugepages/hugepages-*; do
  read_into value "$path/nr_hugepages"
  pages+=("$value of ${path##*hugepages-},")
done
paged="${pages[*]}"
say hugepages "${paged%,}"
read_into value /sys/kernel/mm/transparent_hugepage/enabled
[[ $value =~ \[([a-z]+)\] ]] && say 'transparent hugepages' "${BASH_REMATCH[1]}"
[[ -r /proc/swaps ]] && mapfile -t swaps < /proc/swaps && say 'swap areas' "$((${#swaps[@]} - 1))"

say_file 'clock source' /sys/devices/system/clocksource/clocksource0/current_clocksource
if [[ -n $(type -P chronyc) ]]; then
  while IFS=: read -r name value; do
    [[ $name != Leap* ]] || case $value in
      *'Not synchronised'*) say 'clock synchronised' no ;;
      *) say 'clock synchronised' 'yes, by chrony' ;;
    esac
  done < <(timeout "$PROGRAM_SEC" chronyc -n tracking 2> /dev/null)
elif [[ -d /run/systemd/system && -n $(type -P timedatectl) ]]; then
  say 'clock synchronised' "$(timeout "$PROGRAM_SEC" timedatectl show -p NTPSynchronized --value 2> /dev/null)"
fi

say kernel "$(first_line /proc/sys/kernel/osrelease)"
say_file 'kernel command line' /proc/cmdline
# Only images that Crossbed built have it.
say_file "the image's Debian archive" /etc/crossbed-archive

# By MAC address: the caller knows which card has which role.
for path in /sys/class/net/*; do
  [[ -e $path/device ]] || continue
  card=()
  while IFS='=' read -r name value; do [[ $name == DRIVER ]] && card+=("$value"); done < "$path/device/uevent"
  read_into speed "$path/speed"
  [[ $speed =~ ^[1-9][0-9]*$ ]] && card+=("$speed Mb/s")
  read_into value "$path/mtu"
  card+=("MTU $value")
  printf -v described ', %s' "${card[@]}"
  read_into value "$path/address"
  say "card $value" "${described#, }"
done

declare -A paths=()
for path in /sys/block/sd*/device; do
  read_into value "$path/wwid"
  [[ $value != naa.* ]] || paths[${value#naa.}]=$((${paths[${value#naa.}]:-0} + 1))
done
for value in "${!paths[@]}"; do say "paths to LUN $value" "${paths[$value]}"; done

read -ra names <<< "${packages:?}"
if [[ -n $(type -P dpkg-query) ]]; then
  # shellcheck disable=SC2016 # dpkg-query's own variables
  installed=(dpkg-query -W -f '${Package} ${Version}\n')
else
  installed=(rpm -q --qf '%{NAME} %{VERSION}-%{RELEASE}\n')
fi
while read -r name value rest; do
  [[ -n $rest ]] || say "package $name" "$value"
done < <(timeout 60 "${installed[@]}" "${names[@]}" 2> /dev/null)

hypervisor_type=$(first_line /sys/hypervisor/type)
while read -r name _ type _; do
  if [[ $type == "${hypervisor_type:--}" ]] && defines "${name}_conditions" && "${name}_is_host"; then "${name}_conditions"; fi
done <<< "${platforms:?}"
exit 0

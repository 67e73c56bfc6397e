autocmd BufRead,BufNewFile *.mech setfiletype mech
